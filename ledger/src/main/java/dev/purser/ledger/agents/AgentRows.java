package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Rows;
import dev.purser.ledger.policies.Policies;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Agents in rows of the database. */
final class AgentRows {
  private static final String HEALTH =
      """
      case when c.status = 'KILLED' then 'killed'
        when g.last_heartbeat_at is null then 'unknown'
        when g.last_heartbeat_at > now() - interval '90 seconds' then 'healthy'
        when g.last_heartbeat_at >= now() - interval '300 seconds' then 'degraded'
        else 'unreachable' end
      """;

  private static final String FROM =
      " from agent g left join account c on c.kind = 'agent' and c.name = g.address ";

  private static final String SELECT =
      "select g.id, g.address, g.created_at, g.last_heartbeat_at, g.metadata,"
          + " coalesce(c.status, 'ACTIVE') as status, c.parked_by, "
          + HEALTH
          + " as health_now"
          + FROM;

  private AgentRows() {}

  static Optional<Agent> find(Handle handle, AgentAddress address) {
    return handle
        .createQuery(SELECT + " where g.address = :address")
        .bind("address", address.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  static List<Agent> list(Handle handle, @Nullable Health health, String after, int limit) {
    return handle
        .createQuery(
            SELECT
                + " where g.address > :after and coalesce(:health, "
                + HEALTH
                + ") = "
                + HEALTH
                + " order by g.address limit :limit")
        .bind("after", after)
        .bind("health", health == null ? null : health.wire())
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  static Map<Health, Long> countByHealth(Handle handle) {
    return handle
        .createQuery("select " + HEALTH + " as health_now, count(*) as count" + FROM + "group by 1")
        .map(
            (row, context) ->
                Map.entry(Health.fromWire(row.getString("health_now")), row.getLong("count")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Writes an event for each whose health is not what it was when last looked at. */
  static int noteHealth(Handle handle, List<String> addresses) {
    return handle
        .createUpdate(
            """
            with changed as (
              update agent set health = looked.health_now
              from (select g.id, g.health as before, %s as health_now %s
                where g.address = any(:addresses) order by g.id for no key update of g) looked
              where agent.id = looked.id and looked.before <> looked.health_now
              returning agent.address, looked.before, looked.health_now)
            insert into mesh_event (address, event_type, details)
            select address, 'agent.health_changed',
              jsonb_build_object('from', before, 'to', health_now)
            from changed
            """
                .formatted(HEALTH, FROM))
        .bindArray("addresses", String.class, addresses)
        .execute();
  }

  /** The agents with what they spent in their calendars' current windows. */
  static List<Agent> withSums(
      Handle handle, LedgerSettings settings, List<Agent> agents, Instant now) {
    Map<ZoneId, List<Agent>> byZone = new HashMap<>();
    Map<String, Policy> policies = policies(handle, agents);
    for (Agent agent : agents) {
      ZoneId zone = Budgets.zone(Budgets.inForce(policies, agent.address()), settings);
      byZone.computeIfAbsent(zone, unused -> new ArrayList<>()).add(agent);
    }
    Map<AgentAddress, Agent> summed = new HashMap<>();
    byZone.forEach((zone, some) -> summed.putAll(sums(handle, zone, some, now)));
    return agents.stream().map(agent -> summed.getOrDefault(agent.address(), agent)).toList();
  }

  private static Map<String, Policy> policies(Handle handle, List<Agent> agents) {
    Set<String> owners = new LinkedHashSet<>();
    for (Agent agent : agents) {
      owners.add(agent.address().value());
      agent.address().scopes().stream().map(Scope::value).forEach(owners::add);
    }
    return Policies.current(handle, List.copyOf(owners));
  }

  private static Map<AgentAddress, Agent> sums(
      Handle handle, ZoneId zone, List<Agent> agents, Instant now) {
    List<Spent.Of> windows = new ArrayList<>();
    for (Agent agent : agents) {
      for (Period period : List.of(Period.DAY, Period.WEEK, Period.MONTH)) {
        windows.add(new Spent.Of(AccountKey.agent(agent.address()), Windows.at(period, zone, now)));
      }
    }
    Iterator<Spent> spent = Spent.read(handle, windows).iterator();
    Map<AgentAddress, Agent> byAddress = new HashMap<>();
    for (Agent agent : agents) {
      byAddress.put(agent.address(), agent.spent(zone, spent.next(), spent.next(), spent.next()));
    }
    return byAddress;
  }

  static List<Grant> grants(Handle handle, AccountKey account) {
    return handle
        .createQuery(
            """
            select g.*, a.kind, a.name from budget_grant g join account a on a.id = g.account_id
            where a.kind = :kind and a.name = :name and g.revoked_at is null
              and g.expires_at > now()
            order by g.created_at, g.id
            """)
        .bind("kind", account.kind().wire())
        .bind("name", account.name())
        .map(
            (row, context) ->
                new Grant(
                    Rows.uuid(row, "id"),
                    new AccountKey(
                        AccountKind.fromWire(row.getString("kind")), row.getString("name")),
                    Period.fromWire(row.getString("period")),
                    Rows.finite(row, "starts_at"),
                    Rows.finite(row, "expires_at"),
                    Rows.usd(row, "amount"),
                    row.getString("actor"),
                    row.getString("reason"),
                    Rows.instant(row, "created_at")))
        .list();
  }

  private static Agent read(ResultSet row) throws SQLException {
    return new Agent(
        row.getLong("id"),
        new AgentAddress(row.getString("address")),
        AgentStatus.valueOf(row.getString("status")),
        Rows.holdOrNull(row, "parked_by"),
        Health.fromWire(row.getString("health_now")),
        Rows.instantOrNull(row, "last_heartbeat_at"),
        Rows.instant(row, "created_at"),
        Rows.json(row, "metadata"),
        ZoneOffset.UTC,
        Spent.NOTHING,
        Spent.NOTHING,
        Spent.NOTHING);
  }
}
