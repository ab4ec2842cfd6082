package dev.purser.workflows.intent;

import dev.purser.workflows.HoldLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the intent, its task and its tree. Amounts in nano-dollars.
 *
 * @param version of the intent's, the task's and the tree's accounts together
 * @param costNanos posted in its whole life
 * @param limitNanos its own limit; null: none
 * @param remainingNanos the least any rule leaves; null: no rule
 * @param holds open ones of kinds INTENT, TASK, TREE: all there are
 * @param models what it spent by model, the most first
 * @param lastReportAt when something was last reported, UTC
 */
public record IntentHalf(
    long version,
    long costNanos,
    @Nullable Long limitNanos,
    @Nullable Long remainingNanos,
    List<HoldLine> holds,
    List<ModelSpend> models,
    @Nullable Instant lastReportAt) {
  /** Nothing known yet. */
  public static final IntentHalf NONE =
      new IntentHalf(0, 0, null, null, List.of(), List.of(), null);

  public IntentHalf {
    holds = holds == null ? List.of() : List.copyOf(holds);
    models = models == null ? List.of() : List.copyOf(models);
  }

  /** The same with these holds, as of this version. */
  public IntentHalf withHolds(long newVersion, List<HoldLine> newHolds) {
    return new IntentHalf(
        newVersion, costNanos, limitNanos, remainingNanos, newHolds, models, lastReportAt);
  }
}
