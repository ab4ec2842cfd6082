package dev.purser.ledger.reports;

import dev.purser.ledger.Page;

/**
 * Costs by groups as of one moment.
 *
 * @param rows the dearest first
 * @param total of all rows, also of those on other pages
 */
public record CostTable(Page<CostRow> rows, Totals total) {}
