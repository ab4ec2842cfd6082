package dev.purser.ledger.reports;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Rows;
import dev.purser.ledger.reports.DayReport.AgentDay;
import dev.purser.ledger.reports.DayReport.Dearest;
import dev.purser.ledger.reports.DayReport.ModelCost;
import dev.purser.ledger.reports.DayReport.Others;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads one day of all agents: four sums, however many agents, intents and models there are. */
final class DayReading {
  /** Nobody reads more models of one agent; the others are one. */
  private static final int MODELS = 5;

  private static final int LATELY_DAYS = 30;

  private static final String AGENTS =
      """
      select g.id, g.address, s.cost, s.assumed, s.before, sum(s.cost) over () as total,
        sum(s.assumed) over () as total_assumed, sum(s.before) over () as total_before, count(*) over () as agents
      from (
        select r.agent_id,
          coalesce(sum(r.cost) filter (where r.quarter >= :day), 0) as cost,
          coalesce(sum(r.assumed) filter (where r.quarter >= :day), 0) as assumed,
          coalesce(sum(r.cost) filter (where r.quarter < :weekEnd), 0) as before
        from rollup r
        where r.quarter >= :day and r.quarter < :dayEnd
          or r.quarter >= :week and r.quarter < :weekEnd
        group by r.agent_id) s
      join agent g on g.id = s.agent_id
      where s.cost <> 0 or s.before <> 0
      order by s.cost desc, s.before desc, g.address collate "C" limit :most
      """;

  private static final String MODELS_OF =
      """
      select m.agent_id, case when m.place <= :models then m.name end as model,
        sum(m.cost) as cost
      from (
        select r.agent_id, r.model as name, sum(r.cost) as cost,
          row_number() over (
            partition by r.agent_id order by sum(r.cost) desc, r.model collate "C") as place
        from rollup r
        where r.agent_id = any(:agents) and r.quarter >= :day and r.quarter < :dayEnd
        group by r.agent_id, r.model having sum(r.cost) <> 0) m
      group by 1, 2 order by 1, min(m.place)
      """;

  private static final String DEAREST =
      """
      select d.agent_id, d.intent_id, d.cost,
        coalesce(i.task, i.intent_type, cast(d.intent_id as text)) as name
      from (
        select distinct on (r.agent_id) r.agent_id, r.intent_id, sum(r.cost) as cost
        from rollup r
        where r.agent_id = any(:agents) and r.quarter >= :day and r.quarter < :dayEnd
          and r.intent_id <> '00000000-0000-0000-0000-000000000000'
        group by r.agent_id, r.intent_id having sum(r.cost) > 0
        order by r.agent_id, sum(r.cost) desc, r.intent_id) d
      left join intent i on i.id = d.intent_id
      """;

  private static final String LATELY =
      """
      select exists (select 1 from rollup r
        where r.quarter >= :from and r.quarter < :dayEnd and r.cost <> 0)
      """;

  private static final String LATE =
      """
      select coalesce(sum(l.posted), 0) as late
      from late_sum l join account a on a.id = l.account_id
      where a.kind = 'agent' and l.quarter >= :day and l.quarter < :dayEnd and l.occurred < :day
      """;

  private record Line(long id, AgentAddress agent, Usd cost, Usd assumed, Usd before) {}

  private final Handle handle;
  private final LocalDate day;
  private final ZoneId zone;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Long, List<ModelCost>> models = new HashMap<>();
  private final Map<Long, Dearest> dearest = new HashMap<>();
  private Usd total = Usd.ZERO;
  private Usd totalAssumed = Usd.ZERO;
  private Usd totalBefore = Usd.ZERO;
  private int agents;

  private DayReading(Handle handle, LocalDate day, ZoneId zone) {
    this.handle = handle;
    this.day = day;
    this.zone = zone;
  }

  static DayReport read(Handle handle, LocalDate day, ZoneId zone, int most) {
    DayReading reading = new DayReading(handle, day, zone);
    reading.readAgents(most);
    reading.readModels();
    reading.readDearest();
    return reading.report();
  }

  private void readAgents(int most) {
    try (Query query = ofDay(AGENTS)) {
      query
          .bind("week", start(day.minusWeeks(1)))
          .bind("weekEnd", start(day.minusWeeks(1).plusDays(1)))
          .bind("most", most)
          .map(
              (row, context) -> {
                total = Rows.usd(row, "total");
                totalAssumed = Rows.usd(row, "total_assumed");
                totalBefore = Rows.usd(row, "total_before");
                agents = row.getInt("agents");
                return new Line(
                    row.getLong("id"),
                    new AgentAddress(row.getString("address")),
                    Rows.usd(row, "cost"),
                    Rows.usd(row, "assumed"),
                    Rows.usd(row, "before"));
              })
          .forEach(lines::add);
    }
  }

  private void readModels() {
    try (Query query = ofDay(MODELS_OF)) {
      query
          .bindArray("agents", Long.class, ids())
          .bind("models", MODELS)
          .map(
              (row, context) ->
                  Map.entry(
                      row.getLong("agent_id"),
                      new ModelCost(row.getString("model"), Rows.usd(row, "cost"))))
          .forEach(
              one ->
                  models
                      .computeIfAbsent(one.getKey(), unused -> new ArrayList<>())
                      .add(one.getValue()));
    }
  }

  private void readDearest() {
    try (Query query = ofDay(DEAREST)) {
      query
          .bindArray("agents", Long.class, ids())
          .map(
              (row, context) ->
                  Map.entry(
                      row.getLong("agent_id"),
                      new Dearest(
                          Rows.uuid(row, "intent_id"),
                          row.getString("name"),
                          Rows.usd(row, "cost"))))
          .forEach(one -> dearest.put(one.getKey(), one.getValue()));
    }
  }

  private Usd late() {
    try (Query query = ofDay(LATE)) {
      return query.map((row, context) -> Rows.usd(row, "late")).one();
    }
  }

  private boolean lately() {
    try (Query query = handle.createQuery(LATELY)) {
      return query
          .bind("from", start(day.minusDays(LATELY_DAYS - 1)))
          .bind("dayEnd", start(day.plusDays(1)))
          .mapTo(Boolean.class)
          .one();
    }
  }

  private Query ofDay(String sql) {
    return handle.createQuery(sql).bind("day", start(day)).bind("dayEnd", start(day.plusDays(1)));
  }

  private OffsetDateTime start(LocalDate of) {
    return of.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }

  private List<Long> ids() {
    return lines.stream().map(Line::id).toList();
  }

  private DayReport report() {
    return new DayReport(
        day,
        zone,
        total,
        totalAssumed,
        totalBefore,
        lines.stream().map(this::agent).toList(),
        agents > lines.size() ? others() : null,
        late(),
        !lines.isEmpty() || lately());
  }

  private AgentDay agent(Line line) {
    return new AgentDay(
        line.agent(),
        line.cost(),
        line.assumed(),
        line.before(),
        dearest.get(line.id()),
        models.getOrDefault(line.id(), List.of()));
  }

  private Others others() {
    Usd cost = total;
    Usd assumed = totalAssumed;
    Usd before = totalBefore;
    for (Line line : lines) {
      cost = cost.minus(line.cost());
      assumed = assumed.minus(line.assumed());
      before = before.minus(line.before());
    }
    return new Others(agents - lines.size(), cost, assumed, before);
  }
}
