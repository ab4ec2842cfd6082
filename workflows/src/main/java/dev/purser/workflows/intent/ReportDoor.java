package dev.purser.workflows.intent;

import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The second door: reports that come by signal are kept until the ledger has taken them. While it
 * is away what is kept is judged against the intent's own limit, beside the ledger's total, never
 * in it.
 */
final class ReportDoor {
  private static final int BATCH = 500;
  private static final Logger log = Workflow.getLogger(ReportDoor.class);

  private final IntentStart start;
  private final IntentBook book;
  private final List<ReportLine> held;
  private final Runnable changed;
  private boolean open;
  private boolean away;

  /**
   * @param changed told when the ledger has taken some
   */
  ReportDoor(IntentStart start, IntentBook book, Runnable changed) {
    this.changed = changed;
    this.start = start;
    this.book = book;
    held = new ArrayList<>(start.carried() == null ? List.of() : start.carried().held());
  }

  void take(ReportBatch batch) {
    for (ReportLine report : batch.reports()) {
      // Named once here, so that it is counted once however often it is handed over.
      held.add(
          report.reportId() == null ? report.withId("signal-" + Workflow.randomUUID()) : report);
    }
    judge();
    begin();
  }

  /** Begins to hand over what is held, unless that is under way. */
  void begin() {
    if (!open && !held.isEmpty()) {
      open = true;
      Flow.undisturbed(() -> Async.procedure(this::drain));
    }
  }

  private void drain() {
    while (!held.isEmpty()) {
      List<ReportLine> batch = List.copyOf(held.subList(0, Math.min(BATCH, held.size())));
      HandedOver answer = handOver(new ReportBatch(batch));
      held.subList(0, batch.size()).clear();
      for (String rejected : answer.rejected()) {
        log.warn("the ledger refused a report that came by signal: {}", rejected);
      }
      book.take(answer.news(), Flow.now());
      changed.run();
    }
    open = false;
  }

  private HandedOver handOver(ReportBatch batch) {
    try {
      return Stubs.ledgerAtOnce().handOver(start.intentId(), start.agent(), batch);
    } catch (ActivityFailure e) {
      away = true;
      judge();
      HandedOver answer = Stubs.ledgerInTime().handOver(start.intentId(), start.agent(), batch);
      away = false;
      return answer;
    }
  }

  private void judge() {
    if (away) {
      book.judge(heldNanos(), Flow.now());
    }
  }

  /** Until the ledger has priced them, tokens without a cost count at the assumed price. */
  long heldNanos() {
    return Sums.ofReports(
        held, orNothing(start.assumedInNanos()), orNothing(start.assumedOutNanos()));
  }

  private static long orNothing(@Nullable Long nanos) {
    return nanos == null ? 0 : Math.max(0, nanos);
  }

  List<ReportLine> held() {
    return List.copyOf(held);
  }

  boolean isIdle() {
    return held.isEmpty();
  }
}
