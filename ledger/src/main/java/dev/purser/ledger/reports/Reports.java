package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Page;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.prices.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Where the money went. Everything is read from rollups, and nothing from entries. */
public final class Reports {
  private static final int SHARE_DECIMALS = 6;

  private final Store store;
  private final LedgerSettings settings;
  private final Prices prices;

  public Reports(Store store, LedgerSettings settings, Prices prices) {
    this.store = store;
    this.settings = settings;
    this.prices = prices;
  }

  /** The calendar of reports that name none. */
  public ZoneId zone() {
    return settings.zone();
  }

  /**
   * The table of agents, by address.
   *
   * @param at the time whose day, week and month are summed; null: now
   */
  public Page<AgentRow> agents(@Nullable Instant at, int limit, @Nullable String cursor) {
    return store.readAtOnce(handle -> AgentTable.read(handle, settings, at, limit, cursor));
  }

  /** How these agents have been spending lately; each of them is in the answer. */
  public Map<AgentAddress, Trend> trends(List<AgentAddress> agents, Instant now) {
    return store.read(handle -> Trends.read(handle, agents, now));
  }

  /** What one intent cost, by quarter of an hour and model, in the order of time. */
  public List<IntentCost> ofIntent(UUID intent) {
    return store.read(
        handle ->
            handle
                .createQuery(IntentCost.SQL)
                .bind("intent", intent)
                .map(
                    (row, context) ->
                        new IntentCost(
                            Rows.instant(row, "quarter"), row.getString("model"), Totals.read(row)))
                .list());
  }

  /** What changes whenever something does that pages show. */
  public Pulse pulse() {
    return new Pulse(store);
  }

  /** Costs by any groups, the dearest first. */
  public Page<CostRow> costs(CostQuery query, int limit, @Nullable String cursor) {
    List<String> last =
        cursor == null ? List.of() : Cursor.read(cursor, query.groupBy().size() + 1);
    return store.read(
        handle -> {
          CostSql sql = new CostSql(query, last, limit + 1);
          try (Query statement = sql.bind(handle)) {
            List<CostRow> rows =
                statement
                    .map(
                        (row, context) -> {
                          List<String> groups = new ArrayList<>();
                          for (int i = 0; i < query.groupBy().size(); i++) {
                            groups.add(row.getString("g" + i));
                          }
                          return new CostRow(groups, Totals.read(row));
                        })
                    .list();
            return Page.of(rows, limit, CostSql::cursor);
          }
        });
  }

  /** What all rows of {@link #costs} add up to. */
  public Totals total(CostQuery query) {
    CostQuery all =
        new CostQuery(
            List.of(), query.from(), query.to(), query.agent(), query.model(), query.zone());
    return costs(all, 1, null).items().get(0).totals();
  }

  /** What each model cost, with its share of the whole. */
  public ModelsReport models(@Nullable AgentAddress agent, Instant from, Instant to) {
    CostQuery query =
        new CostQuery(Dimension.parse("model"), from, to, agent, null, settings.zone());
    return store.read(handle -> models(handle, query));
  }

  private static ModelsReport models(Handle handle, CostQuery query) {
    try (Query statement = new CostSql(query, List.of(), Integer.MAX_VALUE).bind(handle)) {
      List<CostRow> rows =
          statement
              .map((row, context) -> new CostRow(List.of(row.getString("g0")), Totals.read(row)))
              .list();
      Usd total = Usd.ZERO;
      for (CostRow row : rows) {
        total = total.plus(row.totals().cost());
      }
      List<ModelRow> models = new ArrayList<>();
      for (CostRow row : rows) {
        models.add(
            new ModelRow(row.groups().get(0), share(row.totals().cost(), total), row.totals()));
      }
      return new ModelsReport(models, total);
    }
  }

  private static BigDecimal share(Usd part, Usd whole) {
    return whole.isZero()
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(part.nanos())
            .divide(BigDecimal.valueOf(whole.nanos()), SHARE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  /**
   * What a share of a model's calls would have cost with another model.
   *
   * @param share above 0, at most 1
   */
  public WhatIf whatIf(
      @Nullable AgentAddress agent,
      String fromModel,
      String toModel,
      BigDecimal share,
      Instant from,
      Instant to) {
    return store.read(
        handle ->
            WhatIfReport.read(
                handle, prices.current(), agent, fromModel, toModel, share, from, to));
  }
}
