package dev.purser.domain.intent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reason for an intent to wait.
 *
 * @param kind what it waits for
 * @param holder whose hold it is: the intent, the task, the agent's address, the scope, the person
 * @param id the ledger's number of the hold; 0 for one that only the workflow knows
 * @param rule the rule that was reached, in words; null if none was
 * @param policyVersion the version of the policy the rule stands in; 0 without a rule
 * @param actor who did it; null if a rule did
 * @param reason why, in words
 * @param reportId the report that reached the limit, if one did
 * @param at when, UTC
 * @param resumesAt when it goes by itself, UTC; null: never
 */
public record Hold(
    HoldKind kind,
    String holder,
    long id,
    @Nullable String rule,
    long policyVersion,
    @Nullable String actor,
    String reason,
    @Nullable String reportId,
    Instant at,
    @Nullable Instant resumesAt) {

  /** Whether the other is the same hold, however its details were written. */
  public boolean sameAs(Hold other) {
    return kind == other.kind && holder.equals(other.holder) && id == other.id;
  }
}
