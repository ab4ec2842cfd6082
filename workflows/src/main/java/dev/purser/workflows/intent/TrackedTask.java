package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An intent that a report opened: nobody delivers it, and it is over when nothing was reported for
 * a day. One that waits stays open.
 */
final class TrackedTask {
  private static final Duration IDLE = Duration.ofDays(1);

  private final IntentStart start;
  private final IntentBook book;
  private final Supplier<Boolean> over;
  private final Supplier<Boolean> mayRoll;

  TrackedTask(
      IntentStart start, IntentBook book, Supplier<Boolean> over, Supplier<Boolean> mayRoll) {
    this.start = start;
    this.book = book;
    this.over = over;
    this.mayRoll = mayRoll;
  }

  /** Until it is over, or waits, or this run should make way for the next. */
  void live() {
    Workflow.await(() -> over.get() || mayRoll.get() || !book.waits());
    Instant until = Flow.now().plus(IDLE);
    while (!over.get() && !mayRoll.get() && !book.waits()) {
      if (Flow.awaitUntil(until, () -> over.get() || mayRoll.get() || book.waits())) {
        return;
      }
      Instant next = nextLook();
      if (next == null || next.isAfter(Flow.now())) {
        until = next == null ? until : next;
      } else if (!over.get() && !book.waits()) {
        book.end(IntentStatus.COMPLETED, null, "nothing was reported for a day", null, Flow.now());
      }
    }
  }

  /** When it would be over by what the ledger says; null: it was not asked to the end. */
  private @Nullable Instant nextLook() {
    IntentSnapshot snapshot =
        Flow.callUnless(
            () -> over.get() || book.waits(),
            () -> Stubs.ledgerInTime().readIntent(start.intentId()));
    if (snapshot == null) {
      return null;
    }
    book.take(snapshot.news(), Flow.now());
    Instant lastReport = book.standing().intent().lastReportAt();
    return lastReport == null ? Flow.now() : lastReport.plus(IDLE);
  }
}
