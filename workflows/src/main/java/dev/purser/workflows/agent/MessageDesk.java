package dev.purser.workflows.agent;

import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.messages.MessageActivities;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has the agent's alerts sent: for each who is to be told one activity, retried for a day from the
 * alert; then it is given up. It may forget: whatever the ledger has not settled comes back with
 * the news, and is claimed there by one only. So a new run takes along what is in hand and begins
 * it again, and waits for none of it.
 */
final class MessageDesk {
  private static final String CHANGE = "messages";
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Also an alert that lay somewhere for a day is tried. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  /** The server takes 2,000 activities at once; news name up to 100. */
  private static final int MOST_IN_HAND = 300;

  private static final int REMEMBERED = 500;

  private final Map<Long, Untold> inHand = new LinkedHashMap<>();

  /** Settled here; news read before that still name them. */
  private final Set<Long> settled = new LinkedHashSet<>();

  private boolean sends;
  private int asked;

  /** Begins what is not in hand yet. */
  void take(List<Untold> untold) {
    if (untold.isEmpty() || !sends()) {
      return;
    }
    for (Untold one : untold) {
      if (inHand.size() < MOST_IN_HAND
          && !settled.contains(one.id())
          && inHand.putIfAbsent(one.id(), one) == null) {
        begin(one);
      }
    }
  }

  /**
   * News that an older worker took name alerts it knew nothing of, and those are not sent at
   * replay. Asked about each such news under a name of its own, for an answer holds for a whole
   * run: so the first news that this code takes itself are acted on.
   */
  private boolean sends() {
    if (!sends) {
      asked++;
      String change = CHANGE + " " + asked;
      sends = Workflow.getVersion(change, Workflow.DEFAULT_VERSION, 1) > 0;
    }
    return sends;
  }

  /** Without threads, of which a worker has a bounded number: callbacks wait for nothing. */
  private void begin(Untold one) {
    MessageActivities activity = Stubs.message(left(one.alertedAt()));
    var unused =
        Async.procedure(activity::deliver, one.id())
            .handle(
                (nothing, failure) -> {
                  if (failure == null) {
                    settle(one);
                  } else if (!isCanceled(failure)) {
                    giveUp(one);
                  }
                  return failure == null;
                });
  }

  private void giveUp(Untold one) {
    MessageActivities activity = Stubs.messageInTime();
    var unused =
        Async.procedure(activity::giveUp, one.id())
            .handle(
                (nothing, failure) -> {
                  if (failure == null) {
                    settle(one);
                  }
                  return failure == null;
                });
  }

  private static Duration left(Instant alertedAt) {
    Duration left = Duration.between(Flow.now(), alertedAt.plus(LONGEST));
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /** With the workflow: the ledger keeps it for the next life. */
  private static boolean isCanceled(RuntimeException failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  private void settle(Untold one) {
    inHand.remove(one.id());
    settled.add(one.id());
    while (settled.size() > REMEMBERED) {
      settled.remove(settled.iterator().next());
    }
  }

  /** What the next run begins again. */
  List<Untold> inHand() {
    return List.copyOf(inHand.values());
  }
}
