package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
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
import dev.purser.ledger.agents.RuleInForce;
import dev.purser.ledger.agents.Spent;
import dev.purser.ledger.policies.Policies;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
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

  /** A limit with its grants. */
  private record Limit(Period period, Usd usd, String rule) {}

  private record Line(long id, AgentAddress address, AgentStatus status, List<Policy> policies) {
    /** The same where it stands by what holds it. */
    Line held(List<Demand> holds, List<Policy> inForce) {
      Directive says = Order.of(holds).directive();
      return new Line(id, address, says.upon(AgentStatus.ACTIVE), inForce);
    }
  }

  private record Sums(ZoneId zone, Spent day, Spent week, Spent month) {
    Spent of(Period period) {
      return switch (period) {
        case WEEK -> week;
        case MONTH -> month;
        default -> day;
      };
    }
  }

  private final Handle handle;
  private final Instant at;
  private final Map<Long, Sums> sums = new HashMap<>();
  private final Map<Long, Long> intents = new HashMap<>();
  private final Map<String, Usd> grants = new HashMap<>();
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
    List<Spent.Of> windows = new ArrayList<>();
    for (Line line : lines) {
      for (Period period : List.of(Period.DAY, Period.WEEK, Period.MONTH)) {
        windows.add(new Spent.Of(AccountKey.agent(line.address()), Windows.at(period, zone, at)));
      }
    }
    Iterator<Spent> spent = Spent.read(handle, windows).iterator();
    lines.forEach(
        line -> sums.put(line.id(), new Sums(zone, spent.next(), spent.next(), spent.next())));
    TimeWindow day = Windows.at(Period.DAY, zone, at);
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
    Sums taken = Objects.requireNonNull(sums.get(line.id()));
    Limit limit = limit(line);
    return new AgentRow(
        line.address(),
        taken.zone(),
        taken.day(),
        taken.week(),
        taken.month(),
        limit == null ? null : limit.usd(),
        limit == null ? null : limit.period(),
        limit == null ? Usd.ZERO : taken.of(limit.period()).usd(),
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
            least = new Limit(period, limit.plus(granted), RuleInForce.words(policy, rule));
          }
        }
      }
      if (least != null) {
        return least;
      }
    }
    return null;
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
