package dev.purser.workflows.delivery;

import dev.purser.domain.policy.Directive;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a delivery.
 *
 * @param outcome one of the constants here
 * @param result JSON; where completed
 * @param error in words; where failed
 * @param directive what stopped it; where stopped
 * @param intentVersion the intent half's version that the handler's last answer carried; 0: none
 * @param agentVersion the agent half's version that it carried; 0: none
 * @param checkpoint the last one, as JSON, where the ledger may not have it; null: the ledger's
 */
public record DeliveryResult(
    String outcome,
    @Nullable String result,
    @Nullable String error,
    Directive directive,
    long intentVersion,
    long agentVersion,
    @Nullable String checkpoint,
    long checkpointSeq) {
  /** The work is done. */
  public static final String COMPLETED = "completed";

  /** The agent gives up. */
  public static final String FAILED = "failed";

  /** The handler stopped because it was told to: deliver again when nothing holds the intent. */
  public static final String STOPPED = "stopped";

  public DeliveryResult {
    outcome = Objects.requireNonNullElse(outcome, STOPPED);
    directive = Objects.requireNonNullElse(directive, Directive.CONTINUE);
  }

  public static DeliveryResult completed(@Nullable String result) {
    return new DeliveryResult(COMPLETED, result, null, Directive.CONTINUE, 0, 0, null, 0);
  }

  public static DeliveryResult failed(String error) {
    return new DeliveryResult(FAILED, null, error, Directive.CONTINUE, 0, 0, null, 0);
  }

  public static DeliveryResult stopped(
      Directive directive,
      long intentVersion,
      long agentVersion,
      @Nullable String checkpoint,
      long checkpointSeq) {
    return new DeliveryResult(
        STOPPED, null, null, directive, intentVersion, agentVersion, checkpoint, checkpointSeq);
  }
}
