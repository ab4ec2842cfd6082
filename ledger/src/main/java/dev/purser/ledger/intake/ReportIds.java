package dev.purser.ledger.intake;

import org.jspecify.annotations.Nullable;

/** Under which id of its agent a request is remembered, so that it is counted once. */
final class ReportIds {
  private ReportIds() {}

  /** Null for what is not an entry. */
  static @Nullable String of(Request<?> request) {
    if (request instanceof Request.Report report) {
      return report.reportId();
    }
    if (request instanceof Request.Correct correct) {
      return "correction/" + correct.key();
    }
    if (request instanceof Request.Repost repost) {
      return "repost/" + repost.entryId();
    }
    return null;
  }
}
