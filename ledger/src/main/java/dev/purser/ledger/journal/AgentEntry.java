package dev.purser.ledger.journal;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
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
 * @param word a person's word that the workflow took, and that has no number in the ledger yet
 * @param lifted a person's word that the workflow took and that is over with this; null: none is
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
    Instant at,
    @Nullable Demand word,
    @Nullable Hold lifted) {
  /** Copies the list. */
  public AgentEntry {
    releasedHoldIds = List.copyOf(releasedHoldIds);
  }

  /** One that tells of a person's word only by the hold behind its status. */
  public AgentEntry(
      AgentAddress agent,
      long run,
      long seq,
      AgentStatus status,
      @Nullable Hold parkedBy,
      List<Long> releasedHoldIds,
      @Nullable String actor,
      @Nullable String reason,
      Instant at) {
    this(
        agent,
        run,
        seq,
        status,
        parkedBy,
        releasedHoldIds,
        actor,
        reason,
        at,
        word(status, parkedBy),
        null);
  }

  private static @Nullable Demand word(AgentStatus status, @Nullable Hold hold) {
    if (hold == null || hold.id() != 0 || hold.actor() == null) {
      return null;
    }
    boolean kills = status == AgentStatus.KILLED;
    return new Demand(hold, kills ? Directive.KILL : Directive.PARK, InFlight.PARK);
  }
}
