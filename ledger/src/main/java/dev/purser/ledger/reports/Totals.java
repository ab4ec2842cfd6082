package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a group of rollups adds up to.
 *
 * @param assumed the part of the cost that stands at an assumed price
 * @param unpricedCalls calls of models without a known price
 */
public record Totals(
    Usd cost,
    Usd assumed,
    long calls,
    long unpricedCalls,
    long tokensIn,
    long tokensOut,
    long tokensCached,
    long tokensCacheWrite,
    long tokensReasoning) {
  private static final List<String> NAMES =
      List.of(
          "cost",
          "assumed",
          "calls",
          "unpriced_calls",
          "tokens_in",
          "tokens_out",
          "tokens_cached",
          "tokens_cache_write",
          "tokens_reasoning");

  /** The columns that {@link #read} reads. */
  static final String COLUMNS = String.join(", ", NAMES);

  /** The same as sums of rows that have them. */
  static final String OF_ALL = sums("");

  /** The same as sums over rollup r. */
  static final String SUMS = sums("r.");

  private static String sums(String of) {
    return NAMES.stream()
        .map(name -> "coalesce(sum(" + of + name + "), 0) as " + name)
        .collect(Collectors.joining(", "));
  }

  static Totals read(ResultSet row) throws SQLException {
    return new Totals(
        Rows.usd(row, "cost"),
        Rows.usd(row, "assumed"),
        row.getLong("calls"),
        row.getLong("unpriced_calls"),
        Rows.count(row, "tokens_in"),
        Rows.count(row, "tokens_out"),
        Rows.count(row, "tokens_cached"),
        Rows.count(row, "tokens_cache_write"),
        Rows.count(row, "tokens_reasoning"));
  }
}
