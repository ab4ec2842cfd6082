package dev.purser.workflows.summary;

import io.temporal.activity.ActivityInterface;

/**
 * Sends summaries. However often it is asked, by however many, each addressee is told of each day
 * once: the ledger hands each try to one.
 */
@ActivityInterface
public interface SummaryActivities {
  /**
   * Sends one; returns once it is settled, and fails while it is not: to be tried again, after the
   * time that the failure names.
   */
  void summarize(Summary summary);

  /** Writes down that it was tried long enough; changes nothing about one that is settled. */
  void giveUpSummary(Summary summary);
}
