package dev.purser.workflows.intent;

import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentLifecycle;
import dev.purser.domain.intent.IntentState;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Step;
import dev.purser.domain.intent.Transition;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.journal.EventLine;
import dev.purser.workflows.journal.IntentEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An intent's life: what each message makes of it, and what is to be journaled about that. No
 * Temporal and no clock in here: entries go to a consumer, times come in.
 */
final class IntentBook {
  private static final List<HoldKind> ALL_KINDS = List.of(HoldKind.values());

  private final IntentStart start;
  private final Consumer<IntentEntry> journal;
  private final Standing standing;

  private IntentState state;
  private List<HoldLine> shown;
  private long seq;
  private int delivery;
  private int lost;
  private int maxDeliveryAttempts;
  private @Nullable Instant deadlineAt;
  private @Nullable String reason;

  /** A person's word that is over with the next entry. */
  private @Nullable HoldLine lifted;

  private @Nullable String result;

  IntentBook(IntentStart start, Consumer<IntentEntry> journal) {
    this.start = start;
    this.journal = journal;
    standing = new Standing(start);
    delivery = start.delivery();
    maxDeliveryAttempts = start.maxDeliveryAttempts();
    deadlineAt = start.deadlineAt();
    IntentCarried carried = start.carried();
    IntentStatus beneath = carried == null ? beneath(start) : carried.beneath();
    shown = carried == null ? start.holds() : carried.shown();
    state = new IntentState(beneath, HoldLines.toHolds(shown));
    if (carried != null) {
      seq = carried.seq();
      lost = carried.lost();
    }
  }

  /** Whatever was in hand in an earlier life is to be delivered again. */
  private static IntentStatus beneath(IntentStart start) {
    if (start.status().isTerminal()) {
      return start.status();
    }
    return start.tracked() ? IntentStatus.IN_PROGRESS : IntentStatus.SUBMITTED;
  }

  /** A snapshot, or one half of it. */
  void take(IntentNews news, Instant now) {
    standing.take(news.intent());
    standing.take(news.agent());
    settle(now);
  }

  void pause(String actor, @Nullable String why, Instant now) {
    HoldLine before = standing.person();
    standing.pause(actor, why, now);
    lifted = before == null || actor.equals(before.actor()) ? null : before;
    settle(now, actor, why, List.of());
    standing.journaledWord(seq);
  }

  void resume(ResumeAct act, Instant now) {
    lifted = standing.person();
    settle(now, act.actor(), act.reason(), standing.resume(act));
  }

  void ledgerAway(Instant now) {
    standing.ledgerAway(now);
    settle(now);
  }

  void ledgerBack(Instant now) {
    standing.ledgerBack();
    settle(now);
  }

  /** While the ledger is away: what it last said and what is kept here against the own limit. */
  void judge(long heldNanos, Instant now) {
    standing.judge(heldNanos, now);
    settle(now);
  }

  /** Another deadline or number of attempts. */
  void take(Controls controls) {
    Instant newDeadline = controls.deadlineAt();
    if (controls.noDeadline() || newDeadline != null) {
      deadlineAt = controls.noDeadline() ? null : newDeadline;
    }
    Integer attempts = controls.maxDeliveryAttempts();
    if (attempts != null && attempts > 0) {
      maxDeliveryAttempts = attempts;
    }
  }

  /**
   * What is due by time: its deadline, which runs on while it waits, and windows that have ended.
   */
  void tick(Instant now) {
    if (deadlineAt != null && !deadlineAt.isAfter(now)) {
      end(IntentStatus.TIMED_OUT, null, "its deadline was " + deadlineAt, null, now);
    }
    settle(now, null, null, standing.expire(now));
  }

  /** When {@link #tick} has something to do next; null: never. */
  @Nullable Instant nextTick() {
    Instant resume = standing.nextResume();
    if (resume == null || deadlineAt == null) {
      return resume == null ? deadlineAt : resume;
    }
    return resume.isBefore(deadlineAt) ? resume : deadlineAt;
  }

  /** One more delivery begins. */
  void deliver(@Nullable String claimant, Instant now) {
    delivery++;
    Map<String, String> details =
        claimant == null
            ? Map.of("delivery", String.valueOf(delivery))
            : Map.of("delivery", String.valueOf(delivery), "claimant", claimant);
    step(new Step.Deliver(), details, now);
  }

  void progress(Progress progress, Instant now) {
    boolean current = progress.delivery() == 0 || progress.delivery() == delivery;
    if (!current || !state.beneath().isInHand()) {
      return;
    }
    if (progress.status() == IntentStatus.ACKNOWLEDGED) {
      step(new Step.Acknowledge(), Map.of(), now);
    } else if (progress.status() == IntentStatus.IN_PROGRESS) {
      step(new Step.Begin(), Map.of(), now);
    }
  }

  /** Nobody has it in hand any more, and nobody is to blame. */
  void letGo(Instant now) {
    IntentStatus before = status();
    long written = seq;
    state = IntentLifecycle.next(state, new Step.LetGo()).state();
    settle(now);
    if (seq == written && status() != before) {
      write(List.of(), null, List.of(), now);
    }
  }

  /** It lay there for a worker and nobody began with it: that was no delivery. */
  void takeBack(Instant now) {
    if (state.beneath() == IntentStatus.DELIVERED) {
      delivery--;
    }
    letGo(now);
  }

  /** A delivery was lost; the last one allowed ends the intent. */
  void lost(String why, Instant now) {
    lost++;
    if (lost < maxDeliveryAttempts) {
      letGo(now);
      return;
    }
    Map<String, String> details = Map.of("deliveries", String.valueOf(delivery), "reason", why);
    EventLine failed = new EventLine(EventType.DELIVERY_FAILED, null, details);
    String words = "no delivery succeeded in " + lost + " attempts: " + why;
    end(IntentStatus.FAILED, null, words, null, List.of(failed), now);
  }

  /** It ends, unless it has ended. */
  void end(
      IntentStatus as,
      @Nullable String actor,
      @Nullable String why,
      @Nullable String json,
      Instant now) {
    end(as, actor, why, json, List.of(), now);
  }

  private void end(
      IntentStatus as,
      @Nullable String actor,
      @Nullable String why,
      @Nullable String json,
      List<EventLine> before,
      Instant now) {
    Transition transition = IntentLifecycle.next(state, new Step.End(as));
    if (transition.events().isEmpty()) {
      return;
    }
    state = transition.state();
    shown = List.of();
    reason = why;
    result = json;
    List<EventLine> events = new ArrayList<>(before);
    events.addAll(lines(transition, why == null ? Map.of() : Map.of("reason", why)));
    write(events, actor, List.of(), now);
  }

  private void settle(Instant now) {
    settle(now, null, null, List.of());
  }

  /**
   * The one place where holds become a status.
   *
   * @param why what who did it said; a hold that is left says more
   */
  private void settle(Instant now, @Nullable String actor, @Nullable String why, List<Long> gone) {
    if (ended()) {
      return;
    }
    HoldLine kill = standing.killing();
    if (kill != null) {
      end(IntentStatus.CANCELED, kill.actor(), kill.reason(), null, now);
      return;
    }
    List<HoldLine> lines = standing.inForce(state.beneath().isInHand());
    Transition transition =
        IntentLifecycle.next(state, new Step.Holds(ALL_KINDS, HoldLines.toHolds(lines)));
    boolean changed = !HoldLines.same(shown, lines);
    HoldLine oldest = HoldLines.oldest(lines);
    state = transition.state();
    shown = lines;
    reason = oldest == null ? null : oldest.reason();
    if (changed || !gone.isEmpty()) {
      Map<String, String> said = why == null ? Map.of() : Map.of("reason", why);
      Map<String, String> details = oldest == null ? said : HoldLines.details(oldest);
      write(lines(transition, details), actor, gone, now);
    }
  }

  private void step(Step step, Map<String, String> details, Instant now) {
    Transition transition = IntentLifecycle.next(state, step);
    state = transition.state();
    if (!transition.events().isEmpty()) {
      write(lines(transition, details), null, List.of(), now);
    }
  }

  private List<EventLine> lines(Transition transition, Map<String, String> details) {
    String waiting = shown.isEmpty() ? null : HoldLines.waitingReason(shown);
    return transition.events().stream().map(type -> new EventLine(type, waiting, details)).toList();
  }

  private void write(List<EventLine> events, @Nullable String actor, List<Long> gone, Instant now) {
    seq++;
    journal.accept(
        new IntentEntry(
            start.intentId(),
            start.run(),
            seq,
            status(),
            shown,
            delivery,
            events,
            gone,
            actor,
            reason,
            result,
            now,
            lifted));
    lifted = null;
  }

  /** What the world is told. */
  IntentStatus status() {
    return state.status();
  }

  IntentStatus beneath() {
    return state.beneath();
  }

  boolean ended() {
    return state.beneath().isTerminal();
  }

  boolean waits() {
    return !shown.isEmpty();
  }

  List<HoldLine> shown() {
    return shown;
  }

  Standing standing() {
    return standing;
  }

  long seq() {
    return seq;
  }

  int delivery() {
    return delivery;
  }

  int lost() {
    return lost;
  }

  @Nullable Instant deadlineAt() {
    return deadlineAt;
  }

  int maxDeliveryAttempts() {
    return maxDeliveryAttempts;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable String result() {
    return result;
  }
}
