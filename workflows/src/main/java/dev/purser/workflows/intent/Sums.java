package dev.purser.workflows.intent;

import java.util.List;

/** Sums that end at the largest number instead of failing: a handler that throws stands still. */
final class Sums {
  private Sums() {}

  static long saturated(long one, long other) {
    long sum = one + other;
    boolean overflow = ((one ^ sum) & (other ^ sum)) < 0;
    if (!overflow) {
      return sum;
    }
    return one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** What these reports say they cost; the ledger alone can price one that names only tokens. */
  static long ofReports(List<ReportLine> reports) {
    long sum = 0;
    for (ReportLine report : reports) {
      Long cost = report.costNanos();
      if (cost != null && cost > 0) {
        sum = saturated(sum, cost);
      }
    }
    return sum;
  }
}
