package dev.purser.ledger.reports;

import java.math.BigDecimal;

/**
 * What one model cost.
 *
 * @param model empty where reports named none
 * @param share of the whole, 0 to 1, to six decimals; 0 where nothing was spent
 */
public record ModelRow(String model, BigDecimal share, Totals totals) {}
