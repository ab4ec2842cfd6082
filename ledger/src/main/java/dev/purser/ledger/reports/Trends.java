package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

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

  private Trends() {}

  static Map<AgentAddress, Trend> read(Handle handle, List<AgentAddress> agents, Instant now) {
    List<String> addresses = agents.stream().map(AgentAddress::value).toList();
    Instant from = now.truncatedTo(ChronoUnit.HOURS).minus(Trend.HOURS - 1, ChronoUnit.HOURS);
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
