package dev.purser.ledger.journal;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
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
 * @param lifted a person's word that its workflow took and that is over with this; null: none is
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
    Instant at,
    @Nullable Hold lifted) {
  /** Copies the lists. */
  public IntentEntry {
    holds = List.copyOf(holds);
    events = List.copyOf(events);
    releasedHoldIds = List.copyOf(releasedHoldIds);
  }

  /** One with which no person's word is over. */
  public IntentEntry(
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
    this(
        intentId,
        run,
        seq,
        status,
        holds,
        delivery,
        events,
        releasedHoldIds,
        actor,
        reason,
        result,
        at,
        null);
  }

  /** The pauses by persons that its workflow took, and that have no number in the ledger yet. */
  List<Demand> words() {
    return holds.stream()
        .filter(hold -> hold.kind() == HoldKind.PERSON && hold.id() == 0 && hold.actor() != null)
        .map(hold -> new Demand(hold, Directive.PARK, InFlight.PARK))
        .toList();
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
