package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** What can hold a budget. */
public enum AccountKind {
  /** One intent, its whole life. */
  INTENT,
  /** One agent's work on one task string: a ticket, a conversation. */
  TASK,
  /** An intent with all its descendants, their whole life. */
  TREE,
  /** One agent. */
  AGENT,
  /** All agents under a prefix. */
  SCOPE;

  /** As the ledger and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /** Reads {@link #wire()}. */
  public static AccountKind fromWire(String text) {
    return Choices.parse(AccountKind.class, text);
  }
}
