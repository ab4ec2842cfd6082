package dev.purser.workflows.journal;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.workflows.HoldLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of an agent.
 *
 * @param run the run number it was started with
 * @param seq its number within the run, from 1
 * @param before where it stood; an event is written only where the status changed
 * @param status where it stands now
 * @param parkedBy the hold behind a status other than ACTIVE: a person's before a rule's, then the
 *     oldest
 * @param releasedHoldIds the ledger's holds that are released by this
 * @param actor who did it; null: Purser itself
 * @param at when, UTC
 * @param lifted a person's word taken here that is over with this; null: none is
 */
public record AgentEntry(
    String address,
    long run,
    long seq,
    AgentStatus before,
    AgentStatus status,
    @Nullable HoldLine parkedBy,
    List<Long> releasedHoldIds,
    @Nullable String actor,
    @Nullable String reason,
    Instant at,
    @Nullable HoldLine lifted) {
  public AgentEntry {
    releasedHoldIds = releasedHoldIds == null ? List.of() : List.copyOf(releasedHoldIds);
  }
}
