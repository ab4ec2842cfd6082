package dev.purser.ledger.journal;

import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an intent, as its workflow says.
 *
 * @param run the workflow's run number, as {@code Carriage.nextRun} gave it
 * @param seq counts up within the run
 * @param holds all that hold it now
 * @param delivery the number of its newest delivery
 * @param events what there is to tell, in order
 * @param releasedHoldIds holds of the ledger that are over
 * @param actor who did it; null: nobody, a rule or the time
 * @param reason why it ended, or waits
 * @param result a JSON value; null: none
 * @param at when, UTC
 */
public record IntentEntry(
    UUID intentId,
    long run,
    long seq,
    IntentStatus status,
    List<Hold> holds,
    int delivery,
    List<Event> events,
    List<Long> releasedHoldIds,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable String result,
    Instant at) {
  /** Copies the lists. */
  public IntentEntry {
    holds = List.copyOf(holds);
    events = List.copyOf(events);
    releasedHoldIds = List.copyOf(releasedHoldIds);
  }

  /**
   * One line of the intent's event list.
   *
   * @param waitingReason such as {@code WAITING_FOR_HUMAN}; null where it does not wait
   */
  public record Event(EventType type, @Nullable String waitingReason, Map<String, String> details) {
    /** Copies the map. */
    public Event {
      details = Map.copyOf(details);
    }
  }
}
