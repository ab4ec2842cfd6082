package dev.purser.domain.intent;

/** Where an intent stands in its life. */
public enum IntentStatus {
  /** Written to the ledger. */
  CREATED,
  /** Its workflow runs and may deliver it. */
  SUBMITTED,
  /** Handed to an agent's worker. */
  DELIVERED,
  /** The worker has said that it has it. */
  ACKNOWLEDGED,
  /** The worker has said that it works on it. */
  IN_PROGRESS,
  /** Something holds it. */
  WAITING,
  /** Done. */
  COMPLETED,
  /** Given up by the agent, or never delivered within the attempts it had. */
  FAILED,
  /** Killed. */
  CANCELED,
  /** Its deadline passed. */
  TIMED_OUT;

  /** Whether nothing can change it any more. */
  public boolean isTerminal() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELED, TIMED_OUT -> true;
      case CREATED, SUBMITTED, DELIVERED, ACKNOWLEDGED, IN_PROGRESS, WAITING -> false;
    };
  }

  /** Whether an agent's worker has it in hand. */
  public boolean isInHand() {
    return this == DELIVERED || this == ACKNOWLEDGED || this == IN_PROGRESS;
  }
}
