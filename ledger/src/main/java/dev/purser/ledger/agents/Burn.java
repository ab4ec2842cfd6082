package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Projection;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How fast an agent spends, and where that leads.
 *
 * @param perHour what was posted in the last sixty minutes of the clock, the running one among them
 * @param limitReachedAt when at that rate the first limit is reached that stops the agent; null
 *     where it is stopped, has none, has reached one, spends nothing, or its windows end before
 */
public record Burn(Usd perHour, @Nullable Instant limitReachedAt) {
  /** Of an agent that rests. */
  public static final Burn NONE = new Burn(Usd.ZERO, null);

  /** The same of an agent that stands so: who is stopped reaches nothing. */
  public Burn at(AgentStatus status) {
    return status == AgentStatus.ACTIVE ? this : new Burn(perHour, null);
  }

  /** Besides the minute that runs. */
  private static final Duration HOUR = Duration.ofMinutes(59);

  private static final String POSTED =
      """
      select a.name, sum(m.posted) as posted
      from account a join minute_sum m on m.account_id = a.id
      where a.kind = :kind and a.name = any(:names) and m.minute >= :from
      group by a.name
      """;

  /** A window that nothing was posted to since it began is not there: its quarters are. */
  private static final String SPENT =
      """
      select w.nth,
        coalesce(s.posted, (select sum(posted) from quarter_sum q
          where q.account_id = a.id and q.quarter >= w.starts_at and q.quarter < w.ends_at), 0)
          as spent,
        coalesce(s.granted, (select sum(amount) from budget_grant g
          where g.account_id = a.id and g.period = w.period and g.revoked_at is null
            and g.starts_at >= w.starts_at and g.starts_at < w.ends_at), 0) as granted
      from unnest(:names, :periods, :zones, cast(:starts as timestamptz[]),
          cast(:ends as timestamptz[]))
        with ordinality as w (name, period, zone, starts_at, ends_at, nth)
      join account a on a.kind = 'agent' and a.name = w.name
      left join window_sum s on s.account_id = a.id and s.period = w.period and s.zone = w.zone
        and s.starts_at = w.starts_at
      """;

  /** A limit over an agent, and the window it runs over now. */
  private record Limit(AgentAddress agent, Policy policy, Rule rule, Usd usd, TimeWindow window) {}

  /** Of one agent. */
  public static Burn of(Handle handle, AgentAddress agent, List<Policy> policies, Instant now) {
    return of(handle, Map.of(agent, policies), now).getOrDefault(agent, NONE);
  }

  /**
   * Of many agents, in two queries; one that rests is left out.
   *
   * @param policies in force for each, as {@link Budgets#inForce} gives them
   */
  public static Map<AgentAddress, Burn> of(
      Handle handle, Map<AgentAddress, List<Policy>> policies, Instant now) {
    Map<AgentAddress, Usd> rates = rates(handle, policies.keySet().stream().toList(), now);
    List<Limit> limits = new ArrayList<>();
    rates.keySet().forEach(agent -> addLimits(limits, agent, policies.get(agent), now));
    Map<AgentAddress, Instant> reached = reached(handle, limits, rates, now);
    Map<AgentAddress, Burn> burns = new HashMap<>();
    rates.forEach((agent, rate) -> burns.put(agent, new Burn(rate, reached.get(agent))));
    return burns;
  }

  /** What was taken of an agent or a scope in the last hour; nothing where it is less than that. */
  public static Usd perHour(Handle handle, AccountKey account, Instant now) {
    return rates(handle, account.kind(), List.of(account.name()), now)
        .getOrDefault(account.name(), Usd.ZERO);
  }

  private static Map<AgentAddress, Usd> rates(
      Handle handle, List<AgentAddress> agents, Instant now) {
    List<String> names = agents.stream().map(AgentAddress::value).toList();
    Map<AgentAddress, Usd> rates = new HashMap<>();
    rates(handle, AccountKind.AGENT, names, now)
        .forEach((name, rate) -> rates.put(new AgentAddress(name), rate));
    return rates;
  }

  private static Map<String, Usd> rates(
      Handle handle, AccountKind kind, List<String> names, Instant now) {
    Map<String, Usd> rates = new HashMap<>();
    handle
        .createQuery(POSTED)
        .bind("kind", kind.wire())
        .bindArray("names", String.class, names)
        .bind("from", now.truncatedTo(ChronoUnit.MINUTES).minus(HOUR).atOffset(ZoneOffset.UTC))
        .map((row, context) -> Map.entry(row.getString("name"), Rows.usd(row, "posted")))
        .stream()
        // A correction may leave less than nothing; that is no rate.
        .filter(posted -> posted.getValue().isPositive())
        .forEach(posted -> rates.put(posted.getKey(), posted.getValue()));
    return rates;
  }

  /** A total's sum is not the agent's alone, so its rate says nothing of when it is reached. */
  private static void addLimits(
      List<Limit> limits, AgentAddress agent, @Nullable List<Policy> policies, Instant now) {
    for (Policy policy : policies == null ? List.<Policy>of() : policies) {
      for (Rule rule : policy.rules()) {
        Usd limit = rule.limit();
        if (limit != null
            && rule.period().isCalendar()
            && rule.action() != Action.ALERT
            && policy.enforces(rule)
            && policy.applies() == Applies.EACH) {
          TimeWindow window =
              PolicyEngine.window(AccountKind.AGENT, rule.period(), policy.zone(), now);
          if (window != null) {
            limits.add(new Limit(agent, policy, rule, limit, window));
          }
        }
      }
    }
  }

  private static Map<AgentAddress, Instant> reached(
      Handle handle, List<Limit> limits, Map<AgentAddress, Usd> rates, Instant now) {
    Map<AgentAddress, Instant> first = new HashMap<>();
    if (limits.isEmpty()) {
      return first;
    }
    List<AgentAddress> stopped = new ArrayList<>();
    handle
        .createQuery(SPENT)
        .bindArray("names", String.class, limits.stream().map(l -> l.agent().value()).toList())
        .bindArray(
            "periods", String.class, limits.stream().map(l -> l.rule().period().wire()).toList())
        .bindArray(
            "zones", String.class, limits.stream().map(l -> l.policy().zone().getId()).toList())
        .bindArray(
            "starts",
            String.class,
            limits.stream().map(l -> l.window().start().toString()).toList())
        .bindArray(
            "ends", String.class, limits.stream().map(l -> l.window().end().toString()).toList())
        .map(
            (row, context) -> {
              Limit limit = limits.get(row.getInt("nth") - 1);
              Usd most = limit.usd().plus(Rows.usd(row, "granted"));
              Usd spent = Rows.usd(row, "spent");
              if (spent.atLeast(most)) {
                stopped.add(limit.agent());
                return null;
              }
              Usd rate = rates.getOrDefault(limit.agent(), Usd.ZERO);
              Instant at = Projection.reachedAt(rate, spent, most, limit.window(), now);
              return at == null ? null : Map.entry(limit.agent(), at);
            })
        .forEach(
            found -> {
              if (found != null) {
                first.merge(found.getKey(), found.getValue(), (a, b) -> a.isBefore(b) ? a : b);
              }
            });
    stopped.forEach(first::remove);
    return first;
  }
}
