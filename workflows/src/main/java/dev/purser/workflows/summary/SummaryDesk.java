package dev.purser.workflows.summary;

import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has summaries sent: for each addressee one activity, retried until the next day's is due; then it
 * is given up. A new run takes along what is in hand and begins it again: the ledger tells each
 * addressee once.
 */
final class SummaryDesk {
  /** Also one that lay somewhere until the next was due is tried. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  private final Map<Key, Hand> inHand = new LinkedHashMap<>();

  private record Key(LocalDate day, String addressee) {
    static Key of(Summary summary) {
      return new Key(summary.day(), summary.addressee());
    }
  }

  /** One that is being sent. */
  private static final class Hand {
    private final Summary summary;
    private final CancellationScope scope;
    private boolean dropped;

    Hand(Summary summary, CancellationScope scope) {
      this.summary = summary;
      this.scope = scope;
    }
  }

  /** Begins it, unless it is in hand. */
  void take(Summary summary) {
    if (inHand.containsKey(Key.of(summary))) {
      return;
    }
    CancellationScope scope = Workflow.newCancellationScope(() -> begin(summary));
    inHand.put(Key.of(summary), new Hand(summary, scope));
    scope.run();
  }

  private void begin(Summary summary) {
    SummaryActivities activity = Stubs.summary(left(summary));
    var unused =
        Async.procedure(activity::summarize, summary)
            .handle(
                (nothing, failure) -> {
                  if (failure == null) {
                    inHand.remove(Key.of(summary));
                  } else if (!isCanceled(failure) || isDropped(summary)) {
                    giveUp(summary);
                  }
                  return failure == null;
                });
  }

  private void giveUp(Summary summary) {
    Workflow.newDetachedCancellationScope(
            () -> {
              SummaryActivities activity = Stubs.summaryInTime();
              var unused =
                  Async.procedure(activity::giveUpSummary, summary)
                      .handle((nothing, failure) -> inHand.remove(Key.of(summary)));
            })
        .run();
  }

  private static Duration left(Summary summary) {
    Duration left = Duration.between(Flow.now(), summary.until());
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /** With the workflow: whoever starts it again has it sent, if it is still that day. */
  private static boolean isCanceled(RuntimeException failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  private boolean isDropped(Summary summary) {
    Hand hand = inHand.get(Key.of(summary));
    return hand != null && hand.dropped;
  }

  /** Stops sending to all others: whoever was taken off the list gets nothing more. */
  void keepOnly(Collection<String> addressees) {
    for (Hand hand : List.copyOf(inHand.values())) {
      if (!hand.dropped && !addressees.contains(hand.summary.addressee())) {
        hand.dropped = true;
        hand.scope.cancel();
      }
    }
  }

  boolean isEmpty() {
    return inHand.isEmpty();
  }

  /** What the next run begins again. */
  List<Summary> inHand() {
    return inHand.values().stream().map(hand -> hand.summary).toList();
  }
}
