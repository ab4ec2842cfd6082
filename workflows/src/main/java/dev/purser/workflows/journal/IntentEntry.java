package dev.purser.workflows.journal;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.HoldLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of an intent.
 *
 * @param run the run number it was started with
 * @param seq its number within the run, from 1
 * @param status where the intent stands now
 * @param holds all that hold it now
 * @param delivery the number of the last delivery
 * @param events what there is to tell, in order
 * @param releasedHoldIds the ledger's holds that are released by this
 * @param actor who did it; null: Purser itself
 * @param reason why it ended or waits
 * @param result JSON; where completed
 * @param at when, UTC
 * @param lifted a person's word taken here that is over with this; null: none is
 */
public record IntentEntry(
    String intentId,
    long run,
    long seq,
    IntentStatus status,
    List<HoldLine> holds,
    int delivery,
    List<EventLine> events,
    List<Long> releasedHoldIds,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable String result,
    Instant at,
    @Nullable HoldLine lifted) {
  public IntentEntry {
    holds = holds == null ? List.of() : List.copyOf(holds);
    events = events == null ? List.of() : List.copyOf(events);
    releasedHoldIds = releasedHoldIds == null ? List.of() : List.copyOf(releasedHoldIds);
  }
}
