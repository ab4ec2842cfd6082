package dev.purser.api.pages.explore;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.reports.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a chart.
 *
 * @param axis what its points are of
 * @param divided what its series are of; null: there is one, the cost
 * @param coarse whether its points are of a longer time than was asked for
 * @param series the names of the series
 */
public record CostChart(
    Dimension axis,
    @Nullable Dimension divided,
    boolean coarse,
    List<String> series,
    List<Bar> bars) {

  /** A point with its amounts, one for each series. */
  public record Bar(String label, List<Usd> costs) {}

  /** What it shows, in words. */
  public String title() {
    return divided == null
        ? "Cost by " + Words.within(axis)
        : "Cost by " + Words.within(axis) + " and " + Words.within(divided);
  }

  /** How it is drawn: time goes from left to right, names stand one below the other. */
  public String kind() {
    return (divided == null ? "bar" : "stacked") + (axis.isOfCalendar() ? "" : "-rows");
  }
}
