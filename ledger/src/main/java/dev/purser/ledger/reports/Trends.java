package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.Page;
import dev.purser.ledger.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads how many agents at once have been spending lately. */
final class Trends {
  static final String HOURS =
      """
      select g.address, cast(extract(epoch from r.quarter - :from) as bigint) / 3600 as hour,
        sum(r.cost) as cost
      from rollup r join agent g on g.id = r.agent_id
      where r.quarter >= :from and g.address = any(:addresses)
      group by 1, 2
      """;

  static final String PENDING =
      """
      select name, pending from account
      where kind = 'agent' and pending <> 0 and name = any(:addresses)
      """;

  static final String AGENTS =
      """
      select address from agent
      where address > :after and (cast(:agent as text) is null or address = :agent)
      order by address limit :limit
      """;

  private Trends() {}

  static Page<AgentTrend> page(
      Handle handle, @Nullable AgentAddress agent, Instant now, int limit, String after) {
    List<AgentAddress> some =
        handle
            .createQuery(AGENTS)
            .bind("after", after)
            .bind("agent", agent == null ? null : agent.value())
            .bind("limit", limit + 1)
            .mapTo(String.class)
            .map(AgentAddress::new)
            .list();
    Page<AgentAddress> agents = Page.of(some, limit, Cursor::of);
    Map<AgentAddress, Trend> trends = read(handle, agents.items(), now);
    return new Page<>(
        agents.items().stream()
            .map(one -> new AgentTrend(one, trends.getOrDefault(one, Trend.NOTHING)))
            .toList(),
        agents.next());
  }

  static Map<AgentAddress, Trend> read(Handle handle, List<AgentAddress> agents, Instant now) {
    List<String> addresses = agents.stream().map(AgentAddress::value).toList();
    Instant from = Trend.start(now);
    Map<AgentAddress, List<Usd>> hours = new HashMap<>();
    handle
        .createQuery(HOURS)
        .bind("from", from.atOffset(ZoneOffset.UTC))
        .bindArray("addresses", String.class, addresses)
        .map(
            (row, context) ->
                Map.entry(
                    new AgentAddress(row.getString("address")),
                    Map.entry(row.getInt("hour"), Rows.usd(row, "cost"))))
        .forEach(
            found -> {
              int hour = found.getValue().getKey();
              // A report may be dated a little ahead.
              hours
                  .computeIfAbsent(found.getKey(), unused -> new ArrayList<>(Trend.NOTHING.hours()))
                  .set(Math.min(hour, Trend.HOURS - 1), found.getValue().getValue());
            });
    Map<AgentAddress, Usd> pending = new HashMap<>();
    handle
        .createQuery(PENDING)
        .bindArray("addresses", String.class, addresses)
        .map(
            (row, context) ->
                Map.entry(new AgentAddress(row.getString("name")), Rows.usd(row, "pending")))
        .forEach(found -> pending.put(found.getKey(), found.getValue()));
    Map<AgentAddress, Trend> trends = new HashMap<>();
    for (AgentAddress agent : agents) {
      trends.put(
          agent,
          new Trend(
              pending.getOrDefault(agent, Usd.ZERO),
              hours.getOrDefault(agent, Trend.NOTHING.hours())));
    }
    return trends;
  }
}
