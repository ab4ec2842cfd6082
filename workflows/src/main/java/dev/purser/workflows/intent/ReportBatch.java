package dev.purser.workflows.intent;

import java.util.List;

/** Costs told by signal; at most one batch a second. */
public record ReportBatch(List<ReportLine> reports) {
  public ReportBatch {
    reports = reports == null ? List.of() : List.copyOf(reports);
  }
}
