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
 * @param run the run whose journal the ledger had taken; 0: an older sender does not say
 * @param seq up to which entry: words that the workflow took until there are among the holds, or
 *     were released
 */
public record IntentHalf(
    long version,
    long costNanos,
    @Nullable Long limitNanos,
    @Nullable Long remainingNanos,
    List<HoldLine> holds,
    List<ModelSpend> models,
    @Nullable Instant lastReportAt,
    long run,
    long seq) {
  /** Nothing known yet. */
  public static final IntentHalf NONE =
      new IntentHalf(0, 0, null, null, List.of(), List.of(), null);

  public IntentHalf {
    holds = holds == null ? List.of() : List.copyOf(holds);
    models = models == null ? List.of() : List.copyOf(models);
  }

  /** One that does not say how far the journal is taken. */
  public IntentHalf(
      long version,
      long costNanos,
      @Nullable Long limitNanos,
      @Nullable Long remainingNanos,
      List<HoldLine> holds,
      List<ModelSpend> models,
      @Nullable Instant lastReportAt) {
    this(version, costNanos, limitNanos, remainingNanos, holds, models, lastReportAt, 0, 0);
  }

  /** Whether the ledger had taken this entry of the workflow's journal. */
  boolean hasTaken(long itsRun, long itsSeq) {
    return run == itsRun && seq >= itsSeq;
  }

  /** The same with these holds, as of this version. */
  public IntentHalf withHolds(long newVersion, List<HoldLine> newHolds) {
    return new IntentHalf(
        newVersion,
        costNanos,
        limitNanos,
        remainingNanos,
        newHolds,
        models,
        lastReportAt,
        run,
        seq);
  }
}
