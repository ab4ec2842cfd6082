package dev.purser.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Small things that every workflow here needs. */
public final class Flow {
  private static final Duration GRACE = Duration.ofMillis(50);

  private Flow() {}

  /** The workflow's time, the same at every replay. */
  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /**
   * Runs it so that a cancel of the workflow does not interrupt it: what has to be written down
   * after the cancel is written down.
   */
  public static <R> R undisturbed(Supplier<R> work) {
    List<R> result = new ArrayList<>(1);
    Workflow.newDetachedCancellationScope(() -> result.add(work.get())).run();
    return result.get(0);
  }

  /** Waits for the condition until that time; false if the time came first. */
  public static boolean awaitUntil(Instant until, Supplier<Boolean> condition) {
    Duration left = Duration.between(now(), until);
    if (left.isNegative() || left.isZero()) {
      return condition.get();
    }
    return Workflow.await(left, condition);
  }

  /** Calls an activity, and pays no more attention to it when that holds: then null. */
  public static <R> @Nullable R callUnless(Supplier<Boolean> givenUp, Functions.Func<R> activity) {
    Promise<R> answer = Async.function(activity);
    Workflow.await(() -> answer.isCompleted() || givenUp.get());
    return answer.isCompleted() ? answer.get() : null;
  }

  /** Calls an activity in a scope of its own, so that it can be cancelled alone. */
  public static <R> Call<R> begin(Functions.Func<R> activity) {
    List<Promise<R>> answer = new ArrayList<>(1);
    CancellationScope scope =
        Workflow.newCancellationScope(() -> answer.add(Async.function(activity)));
    scope.run();
    return new Call<>(scope, answer.get(0));
  }

  /**
   * An activity on its way.
   *
   * @param scope cancels it
   * @param answer what it will have answered
   */
  public record Call<R>(CancellationScope scope, Promise<R> answer) {
    /**
     * Cancels it, unless it answers by itself right now, as one that was told otherwise will. The
     * in-process server throws away a workflow task that cancels what has just completed, and does
     * it again only when that task has timed out.
     */
    public void stop() {
      if (!Workflow.await(GRACE, answer::isCompleted)) {
        scope.cancel();
      }
    }
  }
}
