package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.agents.Spent;
import dev.purser.ledger.prices.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Where the money went, by when calls were made; but for the table of agents and {@link #spent},
 * which go by when reports were taken, as limits do. Nothing is read from entries.
 */
public final class Reports {
  private static final int SHARE_DECIMALS = 6;
  private static final int FETCHED = 1_000;
  private static final int MOST_MODELS = 1_000;

  private final Store store;
  private final LedgerSettings settings;
  private final Prices prices;
  private final Semaphore streams;

  public Reports(Store store, LedgerSettings settings, Prices prices) {
    this.store = store;
    this.settings = settings;
    this.prices = prices;
    this.streams = new Semaphore(Math.max(1, settings.poolSize() / 3));
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

  /**
   * How agents have been spending lately, by address.
   *
   * @param agent null: all
   */
  public Page<AgentTrend> trends(
      @Nullable AgentAddress agent, Instant now, int limit, @Nullable String cursor) {
    String after = cursor == null ? "" : Cursor.read(cursor, 1).get(0);
    return store.readAtOnce(handle -> Trends.page(handle, agent, now, limit, after));
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

  /** Costs by any groups, the dearest first, and what all of them add up to. */
  public CostTable costs(CostQuery query, int limit, @Nullable String cursor) {
    CostSql sql = CostSql.table(query, last(query, cursor), limit + 1);
    return summing(
        handle -> {
          try (Query statement = sql.bind(handle)) {
            List<CostRow> rows = sql.rows(statement).list();
            int total = rows.size() - 1;
            return new CostTable(
                Page.of(rows.subList(0, total), limit, CostSql::cursor), rows.get(total).totals());
          }
        });
  }

  /** With room in memory for the sums of a month of a hundred agents. */
  private <T> T summing(Function<Handle, T> work) {
    return store.readAtOnce(
        handle -> {
          handle.execute("set local work_mem = '16MB'");
          return work.apply(handle);
        });
  }

  private static List<String> last(CostQuery query, @Nullable String cursor) {
    return cursor == null ? List.of() : Cursor.read(cursor, query.groupBy().size() + 1);
  }

  /**
   * All rows of {@link #costs} from the cursor on, and what all of them add up to, as of one
   * moment; rows are read as they are taken, and not kept.
   *
   * @throws Refused UNAVAILABLE while too many are being read: each holds a connection for as long
   *     as its taker takes
   */
  public void costs(
      CostQuery query, @Nullable String cursor, BiConsumer<Totals, Iterator<CostRow>> taker) {
    CostSql sql = CostSql.all(query, last(query, cursor));
    if (!streams.tryAcquire()) {
      throw new Refused(
          Refused.Code.UNAVAILABLE, "too many whole reports are being read now: try again");
    }
    try {
      store.stream(
          handle -> {
            Totals total = total(handle, query);
            try (Query statement = sql.bind(handle).setFetchSize(FETCHED);
                ResultIterator<CostRow> rows = sql.rows(statement).iterator()) {
              taker.accept(total, rows);
            }
          });
    } finally {
      streams.release();
    }
  }

  private static Totals total(Handle handle, CostQuery query) {
    CostSql sql = CostSql.all(query.by(List.of()), List.of());
    try (Query statement = sql.bind(handle)) {
      return sql.rows(statement).one().totals();
    }
  }

  /**
   * Costs by one or two groups, as a chart shows them: the dearest values of each by name, and all
   * others as one.
   *
   * @param points how many values of the first group have their name
   * @param series how many of the second
   */
  public List<CostCell> cells(CostQuery query, int points, int series) {
    return summing(handle -> Cells.read(handle, query, points, series));
  }

  /**
   * The names of tags that costs can be grouped by, as far as the latest intents have them.
   *
   * @param agent whose intents; null: all
   */
  public List<String> tagNames(@Nullable AgentAddress agent) {
    return store.read(handle -> InUse.tags(handle, agent));
  }

  /** The models of a query's agent and days, as far as the latest costs among them tell. */
  public List<String> modelNames(CostQuery query) {
    return store.read(handle -> InUse.models(handle, query));
  }

  /**
   * What the dearest models cost, with their shares of the whole. Agents name models as they like:
   * however many there are, no more are in memory.
   */
  public ModelsReport models(@Nullable AgentAddress agent, Instant from, Instant to) {
    CostQuery query =
        new CostQuery(Dimension.parse("model"), from, to, agent, null, settings.zone());
    CostTable table = costs(query, MOST_MODELS, null);
    Usd total = table.total().cost();
    return new ModelsReport(
        table.rows().items().stream()
            .map(
                row ->
                    new ModelRow(
                        row.groups().get(0), share(row.totals().cost(), total), row.totals()))
            .toList(),
        total,
        table.total().assumed());
  }

  /** What an agent spent in a window: what was taken in it, as limits count it. */
  public Spent spent(AgentAddress agent, TimeWindow window) {
    return store.read(
        handle ->
            Spent.read(handle, List.of(new Spent.Of(AccountKey.agent(agent), window))).get(0));
  }

  /**
   * What was spent on one day, against the same day of the week before.
   *
   * @param zone whose calendar the day is of
   * @param most how many agents are listed; the rest is summed
   */
  public DayReport day(LocalDate day, ZoneId zone, int most) {
    return store.readAtOnce(handle -> DayReading.read(handle, day, zone, most));
  }

  /** A part of the whole, to six decimals; 0 where the whole is nothing. */
  public static BigDecimal share(Usd part, Usd whole) {
    return whole.isZero()
        ? BigDecimal.ZERO
        : new BigDecimal(part.exactNanos())
            .divide(new BigDecimal(whole.exactNanos()), SHARE_DECIMALS, RoundingMode.HALF_EVEN);
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
