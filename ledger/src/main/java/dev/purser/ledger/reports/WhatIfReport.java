package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.PriceBook;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reprices rollups of one model with the prices of another. */
final class WhatIfReport {
  /** Calls of one context tier in one quarter of an hour. */
  private record Used(
      Instant quarter, long tier, Totals totals, Usd tokenlessCost, long tokenlessCalls) {
    /** What decides on the other model's context tier: the calls' own tier or their average. */
    long inputOfCall() {
      long calls = totals.calls() - tokenlessCalls;
      return Math.max(tier, calls <= 0 ? 0 : totals.tokensIn() / calls);
    }

    boolean hasTokens() {
      return totals.tokensIn() + totals.tokensOut() + totals.tokensCached() > 0;
    }
  }

  private final PriceBook prices;
  private final String fromModel;
  private final String toModel;
  private Usd repricedCost = Usd.ZERO;
  private Usd would = Usd.ZERO;
  private Usd notRepriced = Usd.ZERO;

  private WhatIfReport(PriceBook prices, String fromModel, String toModel) {
    this.prices = prices;
    this.fromModel = fromModel;
    this.toModel = toModel;
  }

  static WhatIf read(
      Handle handle,
      PriceBook prices,
      @Nullable AgentAddress agent,
      String fromModel,
      String toModel,
      BigDecimal share,
      Instant from,
      Instant to) {
    WhatIfReport report = new WhatIfReport(prices, fromModel, toModel);
    used(handle, agent, fromModel, from, to).forEach(report::add);
    Usd cost = part(report.repricedCost.plus(report.notRepriced), share);
    Usd would = part(report.would, share);
    Usd notRepriced = part(report.notRepriced, share);
    return new WhatIf(cost, would, cost.minus(notRepriced).minus(would), notRepriced);
  }

  private static Usd part(Usd whole, BigDecimal share) {
    return Usd.ofSum(whole.toBigDecimal().multiply(share));
  }

  private void add(Used used) {
    Optional<Usd> other =
        used.hasTokens()
            ? prices
                .find(toModel, null, used.inputOfCall(), used.quarter())
                .flatMap(price -> cost(used, price))
            : Optional.empty();
    if (other.isPresent()) {
      repricedCost = repricedCost.plus(used.totals().cost().minus(used.tokenlessCost()));
      notRepriced = notRepriced.plus(used.tokenlessCost());
      would = would.plus(other.get());
    } else {
      notRepriced = notRepriced.plus(used.totals().cost());
    }
  }

  /** Many calls may have used more than one of them may: the cost of a part, times the parts. */
  private Optional<Usd> cost(Used used, ModelPrice other) {
    long most = Math.max(allInput(used), used.totals().tokensOut());
    long parts = most / Usage.MAX_TOKENS + 1;
    return other
        .cost(usage(used, other, parts))
        .map(cost -> new Usd(cost.exactNanos().multiply(BigInteger.valueOf(parts))));
  }

  /** A part of the tokens, as the other model's provider would have stated them. */
  private Usage usage(Used used, ModelPrice other, long parts) {
    Totals totals = used.totals();
    long all = allInput(used) / parts;
    long cached = totals.tokensCached() / parts;
    long written = totals.tokensCacheWrite() / parts;
    return new Usage(
        toModel,
        null,
        other.inputExcludesCached() ? all - cached - written : all,
        cached,
        written,
        totals.tokensOut() / parts,
        Math.min(totals.tokensReasoning(), totals.tokensOut()) / parts);
  }

  /** All input tokens, cached ones and cache writes included, however they were counted. */
  private long allInput(Used used) {
    Totals totals = used.totals();
    boolean beside =
        prices
            .find(fromModel, null, used.inputOfCall(), used.quarter())
            .map(ModelPrice::inputExcludesCached)
            .orElse(false);
    long cached = totals.tokensCached() + totals.tokensCacheWrite();
    return beside ? totals.tokensIn() + cached : Math.max(totals.tokensIn(), cached);
  }

  static String sql(boolean ofOneAgent) {
    return "select r.quarter, r.tier, "
        + Totals.SUMS
        + ", sum(r.tokenless_cost) as tokenless_cost, sum(r.tokenless_calls) as tokenless_calls"
        + " from rollup r where r.model = :model and r.quarter >= :from and r.quarter < :to"
        + (ofOneAgent ? " and r.agent_id = (select id from agent where address = :agent)" : "")
        + " group by r.quarter, r.tier";
  }

  private static List<Used> used(
      Handle handle, @Nullable AgentAddress agent, String model, Instant from, Instant to) {
    try (Query query = handle.createQuery(sql(agent != null))) {
      query
          .bind("model", model)
          .bind("from", from.atOffset(ZoneOffset.UTC))
          .bind("to", to.atOffset(ZoneOffset.UTC));
      if (agent != null) {
        query.bind("agent", agent.value());
      }
      return new ArrayList<>(
          query
              .map(
                  (row, context) ->
                      new Used(
                          Rows.instant(row, "quarter"),
                          row.getLong("tier"),
                          Totals.read(row),
                          Rows.usd(row, "tokenless_cost"),
                          row.getLong("tokenless_calls")))
              .list());
    }
  }
}
