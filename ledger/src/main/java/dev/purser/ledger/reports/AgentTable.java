package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Page;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.agents.Budgets;
import dev.purser.ledger.agents.Burn;
import dev.purser.ledger.policies.Policies;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of agents: what each spent in a day, its week and its month. */
final class AgentTable {
  static final String AGENTS =
      """
      select g.id, g.address from agent g
      where g.address > :after order by g.address limit :limit
      """;

  static final String SUMS =
      """
      select r.agent_id,
        coalesce(sum(r.cost) filter (where r.quarter >= :day and r.quarter < :dayEnd), 0) as day,
        coalesce(sum(r.cost) filter (where r.quarter >= :week and r.quarter < :weekEnd), 0) as week,
        coalesce(sum(r.cost) filter (where r.quarter >= :month and r.quarter < :monthEnd), 0)
          as month
      from rollup r
      where r.agent_id = any(:agents) and r.quarter >= least(:week, :month)
        and r.quarter < greatest(:weekEnd, :monthEnd)
      group by r.agent_id
      """;

  static final String INTENTS =
      """
      select agent_id, count(*) as intents from intent
      where agent_id = any(:agents) and created_at >= :day and created_at < :dayEnd
      group by agent_id
      """;

  static final String GRANTS =
      """
      select c.agent_id, g.period, sum(g.amount) as amount
      from budget_grant g join account c on c.id = g.account_id
      where c.kind = 'agent' and c.agent_id = any(:agents) and g.revoked_at is null
        and g.starts_at <= :at and g.expires_at > :at
      group by c.agent_id, g.period
      """;

  /** What counts against a limit: by the time of posting. */
  static final String SPENT =
      """
      select w.name, coalesce(sum(q.posted), 0) as spent
      from unnest(cast(:names as text[]), cast(:starts as timestamptz[]), cast(:ends as timestamptz[]))
        as w (name, starts_at, ends_at)
      join account a on a.kind = 'agent' and a.name = w.name
      left join quarter_sum q on q.account_id = a.id
        and q.quarter >= w.starts_at and q.quarter < w.ends_at
      group by w.name
      """;

  /** A limit with its grants, and the window it runs over. */
  private record Limit(Period period, Usd usd, TimeWindow window, String rule) {}

  private record Line(long id, AgentAddress address, AgentStatus status, List<Policy> policies) {
    /** The same where it stands by what holds it. */
    Line held(List<Demand> holds, List<Policy> inForce) {
      Directive says = Order.of(holds).directive();
      return new Line(id, address, says.upon(AgentStatus.ACTIVE), inForce);
    }
  }

  private record Sums(Usd day, Usd week, Usd month) {
    static final Sums NOTHING = new Sums(Usd.ZERO, Usd.ZERO, Usd.ZERO);
  }

  private final Handle handle;
  private final Instant at;
  private final Map<Long, Sums> sums = new HashMap<>();
  private final Map<Long, Long> intents = new HashMap<>();
  private final Map<String, Usd> grants = new HashMap<>();
  private final Map<String, Usd> spent = new HashMap<>();
  private final Map<AgentAddress, Burn> burns = new HashMap<>();

  private AgentTable(Handle handle, Instant at) {
    this.handle = handle;
    this.at = at;
  }

  static Page<AgentRow> read(
      Handle handle,
      LedgerSettings settings,
      @Nullable Instant at,
      int limit,
      @Nullable String cursor) {
    String after = cursor == null ? "" : Cursor.read(cursor, 1).get(0);
    AgentTable table = new AgentTable(handle, at == null ? Store.now(handle) : at);
    Page<Line> lines =
        Page.of(lines(handle, after, limit + 1), limit, line -> Cursor.of(line.address()));
    Map<ZoneId, List<Line>> byZone =
        lines.items().stream()
            .collect(Collectors.groupingBy(line -> Budgets.zone(line.policies(), settings)));
    byZone.forEach(table::sum);
    table.readGrants(ids(lines.items()));
    table.readSpent(lines.items());
    table.burns.putAll(
        Burn.of(
            handle,
            lines.items().stream().collect(Collectors.toMap(Line::address, Line::policies)),
            Store.now(handle)));
    return new Page<>(lines.items().stream().map(table::row).toList(), lines.next());
  }

  private static List<Line> lines(Handle handle, String after, int limit) {
    List<Line> bare =
        handle
            .createQuery(AGENTS)
            .bind("after", after)
            .bind("limit", limit)
            .map(
                (row, context) ->
                    new Line(
                        row.getLong("id"),
                        new AgentAddress(row.getString("address")),
                        AgentStatus.ACTIVE,
                        List.of()))
            .list();
    Set<String> owners = new LinkedHashSet<>();
    for (Line line : bare) {
      owners.add(line.address().value());
      line.address().scopes().stream().map(Scope::value).forEach(owners::add);
    }
    Map<String, Policy> policies = Policies.current(handle, List.copyOf(owners));
    Map<AgentAddress, List<Demand>> demands =
        Holds.demands(handle, bare.stream().map(Line::address).toList());
    return bare.stream()
        .map(
            line ->
                line.held(
                    demands.getOrDefault(line.address(), List.of()),
                    Budgets.inForce(policies, line.address())))
        .toList();
  }

  private static List<Long> ids(List<Line> lines) {
    return lines.stream().map(Line::id).toList();
  }

  private void sum(ZoneId zone, List<Line> lines) {
    TimeWindow day = Windows.at(Period.DAY, zone, at);
    TimeWindow week = Windows.at(Period.WEEK, zone, at);
    TimeWindow month = Windows.at(Period.MONTH, zone, at);
    handle
        .createQuery(SUMS)
        .bindArray("agents", Long.class, ids(lines))
        .bind("day", utc(day.start()))
        .bind("dayEnd", utc(day.end()))
        .bind("week", utc(week.start()))
        .bind("weekEnd", utc(week.end()))
        .bind("month", utc(month.start()))
        .bind("monthEnd", utc(month.end()))
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("agent_id"),
                    new Sums(Rows.usd(row, "day"), Rows.usd(row, "week"), Rows.usd(row, "month"))))
        .forEach(found -> sums.put(found.getKey(), found.getValue()));
    handle
        .createQuery(INTENTS)
        .bindArray("agents", Long.class, ids(lines))
        .bind("day", utc(day.start()))
        .bind("dayEnd", utc(day.end()))
        .map((row, context) -> Map.entry(row.getLong("agent_id"), row.getLong("intents")))
        .forEach(found -> intents.put(found.getKey(), found.getValue()));
  }

  private void readGrants(List<Long> agents) {
    handle
        .createQuery(GRANTS)
        .bindArray("agents", Long.class, agents)
        .bind("at", utc(at))
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("agent_id") + " " + row.getString("period"),
                    Rows.usd(row, "amount")))
        .forEach(found -> grants.put(found.getKey(), found.getValue()));
  }

  private AgentRow row(Line line) {
    Sums dated = sums.getOrDefault(line.id(), Sums.NOTHING);
    Limit limit = limit(line);
    return new AgentRow(
        line.address(),
        dated.day(),
        dated.week(),
        dated.month(),
        limit == null ? null : limit.usd(),
        limit == null ? null : limit.period(),
        spent.getOrDefault(line.address().value(), Usd.ZERO),
        limit == null ? RuleInForce.tightest(line.policies()) : limit.rule(),
        intents.getOrDefault(line.id(), 0L),
        line.status(),
        burns.getOrDefault(line.address(), Burn.NONE).at(line.status()));
  }

  /** The least limit of the shortest period, of a day or longer, that stops the agent. */
  private @Nullable Limit limit(Line line) {
    for (Period period : List.of(Period.DAY, Period.WEEK, Period.MONTH)) {
      Usd granted = grants.getOrDefault(line.id() + " " + period.wire(), Usd.ZERO);
      Limit least = null;
      for (Policy policy : line.policies()) {
        for (Rule rule : policy.rules()) {
          Usd limit = rule.limit();
          if (limit != null
              && rule.period() == period
              && rule.action() != Action.ALERT
              && policy.enforces(rule)
              && policy.applies() == Applies.EACH
              && (least == null || limit.compareTo(least.usd().minus(granted)) < 0)) {
            TimeWindow window = Windows.at(period, policy.zone(), at);
            least = new Limit(period, limit.plus(granted), window, RuleInForce.words(policy, rule));
          }
        }
      }
      if (least != null) {
        return least;
      }
    }
    return null;
  }

  private void readSpent(List<Line> lines) {
    List<Line> limited = lines.stream().filter(line -> limit(line) != null).toList();
    List<TimeWindow> windows =
        limited.stream().map(line -> Objects.requireNonNull(limit(line)).window()).toList();
    handle
        .createQuery(SPENT)
        .bindArray(
            "names", String.class, limited.stream().map(line -> line.address().value()).toList())
        .bindArray(
            "starts", String.class, windows.stream().map(one -> one.start().toString()).toList())
        .bindArray("ends", String.class, windows.stream().map(one -> one.end().toString()).toList())
        .map((row, context) -> Map.entry(row.getString("name"), Rows.usd(row, "spent")))
        .forEach(found -> spent.put(found.getKey(), found.getValue()));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
