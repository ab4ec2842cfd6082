package dev.purser.ledger.reports;

import java.util.List;

/**
 * One row of a table of costs.
 *
 * @param groups the values of the dimensions, in their order; empty text where an amount has none
 */
public record CostRow(List<String> groups, Totals totals) {
  /** Copies the list. */
  public CostRow {
    groups = List.copyOf(groups);
  }
}
