package dev.purser.api.reports;

import dev.purser.api.http.CsvLines;
import dev.purser.ledger.reports.CostQuery;
import dev.purser.ledger.reports.Dimension;
import dev.purser.ledger.reports.Reports;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every row of a table of costs as comma-separated values, written as they are read. */
public final class CostsCsv implements StreamingOutput {
  private final Reports reports;
  private final CostQuery query;
  private final @Nullable String cursor;

  /**
   * @param cursor where to begin; null: with the dearest
   */
  public CostsCsv(Reports reports, CostQuery query, @Nullable String cursor) {
    this.reports = reports;
    this.query = query;
    this.cursor = cursor;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    CsvLines lines = new CsvLines(out);
    List<String> names = query.groupBy().stream().map(Dimension::name).toList();
    try {
      reports.costs(
          query,
          cursor,
          (total, rows) -> {
            lines.line(ReportAnswers.costHeader(names));
            rows.forEachRemaining(
                row -> lines.line(ReportAnswers.CostLine.of(names, row, total.cost()).cells()));
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    lines.flush();
  }
}
