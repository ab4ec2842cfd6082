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

  /**
   * What these reports say they cost. The ledger alone can price one that names only tokens: until
   * it has, each token counts for so many nano-dollars.
   */
  static long ofReports(List<ReportLine> reports, long nanosIn, long nanosOut) {
    long sum = 0;
    for (ReportLine report : reports) {
      Long cost = report.costNanos();
      long amount = cost == null ? assumed(report, nanosIn, nanosOut) : cost;
      if (amount > 0) {
        sum = saturated(sum, amount);
      }
    }
    return sum;
  }

  /** Cached tokens count beside those in, as some providers tell them: rather too much. */
  private static long assumed(ReportLine report, long nanosIn, long nanosOut) {
    long in = 0;
    for (long tokens :
        new long[] {report.tokensIn(), report.tokensCached(), report.tokensCacheWrite()}) {
      in = saturated(in, Math.max(0, tokens));
    }
    return saturated(product(in, nanosIn), product(Math.max(0, report.tokensOut()), nanosOut));
  }

  /** Of two that are not negative. */
  private static long product(long one, long other) {
    return other != 0 && one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
  }
}
