package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;

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
  /** SQL that {@link #read} reads. */
  static final String SUMS =
      """
      coalesce(sum(r.cost), 0) as cost, coalesce(sum(r.assumed), 0) as assumed,
      coalesce(sum(r.calls), 0) as calls, coalesce(sum(r.unpriced_calls), 0) as unpriced_calls,
      coalesce(sum(r.tokens_in), 0) as tokens_in, coalesce(sum(r.tokens_out), 0) as tokens_out,
      coalesce(sum(r.tokens_cached), 0) as tokens_cached,
      coalesce(sum(r.tokens_cache_write), 0) as tokens_cache_write,
      coalesce(sum(r.tokens_reasoning), 0) as tokens_reasoning
      """;

  static Totals read(ResultSet row) throws SQLException {
    return new Totals(
        Rows.usd(row, "cost"),
        Rows.usd(row, "assumed"),
        row.getLong("calls"),
        row.getLong("unpriced_calls"),
        row.getLong("tokens_in"),
        row.getLong("tokens_out"),
        row.getLong("tokens_cached"),
        row.getLong("tokens_cache_write"),
        row.getLong("tokens_reasoning"));
  }
}
