package dev.purser.ledger.reports;

import java.time.Instant;

/**
 * What one intent cost with one model in one quarter of an hour.
 *
 * @param model empty where reports named none
 */
public record IntentCost(Instant quarter, String model, Totals totals) {
  static final String SQL =
      "select r.quarter, r.model, "
          + Totals.SUMS
          + " from rollup r where r.intent_id = :intent group by r.quarter, r.model order by 1, 2";
}
