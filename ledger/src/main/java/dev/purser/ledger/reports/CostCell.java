package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * A part of a chart.
 *
 * @param point a value of the first group; null: all that have no name in the chart
 * @param series a value of the second group; null: likewise, or there is no second group
 */
public record CostCell(@Nullable String point, @Nullable String series, Usd cost) {}
