package dev.purser.ledger.journal;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an agent, as its workflow says.
 *
 * @param run the workflow's run number, as {@code Carriage.nextRun} gave it
 * @param seq counts up within the run
 * @param parkedBy the hold behind a status other than ACTIVE
 * @param releasedHoldIds holds of the ledger that are over
 * @param actor who did it; null: nobody, a rule or the time
 * @param at when, UTC
 */
public record AgentEntry(
    AgentAddress agent,
    long run,
    long seq,
    AgentStatus status,
    @Nullable Hold parkedBy,
    List<Long> releasedHoldIds,
    @Nullable String actor,
    @Nullable String reason,
    Instant at) {
  /** Copies the list. */
  public AgentEntry {
    releasedHoldIds = List.copyOf(releasedHoldIds);
  }
}
