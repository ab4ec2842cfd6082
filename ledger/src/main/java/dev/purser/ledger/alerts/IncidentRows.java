package dev.purser.ledger.alerts;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Incidents in rows of the database. */
final class IncidentRows {
  private static final int MOST_SHOWN = 20;

  private IncidentRows() {}

  /** Which of an incident's alerts are meant. */
  record Which(@Nullable AgentAddress agent, @Nullable Boolean open) {
    String sql() {
      return (agent == null
              ? ""
              : " and d.agent_id = (select id from agent where address = :agent)")
          + (open == null ? "" : " and d.acknowledged_at is " + (open ? "null" : "not null"));
    }

    Query bind(Query query) {
      return agent == null ? query : query.bind("agent", agent.value());
    }
  }

  /** A page of them by their newest alert: its id, and the incident's. */
  static List<Map.Entry<Long, Long>> page(Handle handle, Which which, long before, int limit) {
    String sql =
        "select i.id, i.last_id from incident i where i.last_id < :before"
            + (Boolean.TRUE.equals(which.open()) ? " and i.open" : "")
            + (which.sql().isEmpty()
                ? ""
                : " and exists (select 1 from decision d where d.incident_id = i.id"
                    + which.sql()
                    + ")")
            + " order by i.last_id desc limit :limit";
    return which
        .bind(handle.createQuery(sql))
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) -> Map.entry(row.getLong("last_id"), row.getLong("id")))
        .list();
  }

  private static final class Parts {
    private long alerts;
    private long open;
    private long accounts;
    private @Nullable Alert lead;
    private final List<Alert> newest = new ArrayList<>();
  }

  /** These, in this order; one of which no alert is meant is left out. */
  static List<Incident> read(Handle handle, Which which, List<Long> ids) {
    Map<Long, Parts> parts = new LinkedHashMap<>();
    ids.forEach(id -> parts.put(id, new Parts()));
    which
        .bind(
            handle.createQuery(
                "select * from (select d.*,"
                    + " row_number() over (partition by incident_id"
                    + " order by gravity desc, id desc) as worst,"
                    + " row_number() over (partition by incident_id order by id desc) as nth from ("
                    + Alerts.SELECT
                    + " where d.incident_id = any(:ids)"
                    + which.sql()
                    + ") d) d where worst = 1 or nth <= :shown order by id desc"))
        .bindArray("ids", Long.class, ids)
        .bind("shown", MOST_SHOWN)
        .map((row, context) -> add(row, parts))
        .list();
    count(handle, which, ids, parts);
    Map<Long, List<Incident.Told>> told = told(handle, ids);
    List<Incident> incidents = new ArrayList<>();
    parts.forEach(
        (id, of) -> {
          if (of.lead != null) {
            incidents.add(
                new Incident(
                    id,
                    Alerts.withTold(handle, List.of(of.lead)).get(0),
                    of.alerts,
                    of.open,
                    of.accounts,
                    of.newest,
                    told.getOrDefault(id, List.of())));
          }
        });
    return incidents;
  }

  private static long add(ResultSet row, Map<Long, Parts> all) throws SQLException {
    Alert alert = Alerts.read(row);
    Parts parts = all.computeIfAbsent(alert.incidentId(), id -> new Parts());
    if (row.getLong("worst") == 1) {
      parts.lead = alert;
    }
    if (row.getLong("nth") <= MOST_SHOWN) {
      parts.newest.add(alert);
    }
    return alert.id();
  }

  private static void count(Handle handle, Which which, List<Long> ids, Map<Long, Parts> parts) {
    which
        .bind(
            handle.createQuery(
                "select d.incident_id, count(*) as alerts, count(distinct d.account_id) as accounts,"
                    + " count(*) filter (where d.acknowledged_at is null) as open"
                    + " from decision d where d.incident_id = any(:ids)"
                    + which.sql()
                    + " group by d.incident_id"))
        .bindArray("ids", Long.class, ids)
        .map(
            (row, context) -> {
              Parts of = parts.computeIfAbsent(row.getLong("incident_id"), id -> new Parts());
              of.alerts = row.getLong("alerts");
              of.open = row.getLong("open");
              of.accounts = row.getLong("accounts");
              return of;
            })
        .list();
  }

  private static Map<Long, List<Incident.Told>> told(Handle handle, List<Long> ids) {
    Map<Long, List<Incident.Told>> told = new HashMap<>();
    handle
        .createQuery(
            """
            select d.incident_id, n.addressee, t.messages, t.told_at, max(n.channel) as channel,
              count(*) filter (where n.status = 'pending') as waiting,
              count(*) filter (where n.status = 'undeliverable') as lost,
              (array_agg(n.last_error order by n.updated_at desc)
                filter (where n.last_error is not null and n.status <> 'delivered'))[1]
                as last_error
            from decision d join notification n on n.decision_id = d.id
            left join incident_thread t
              on t.incident_id = d.incident_id and t.addressee = n.addressee
            where d.incident_id = any(:ids)
            group by d.incident_id, n.addressee, t.messages, t.told_at order by n.addressee
            """)
        .bindArray("ids", Long.class, ids)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("incident_id"),
                    new Incident.Told(
                        row.getString("addressee"),
                        row.getString("channel"),
                        row.getLong("messages"),
                        Rows.instantOrNull(row, "told_at"),
                        row.getLong("waiting"),
                        row.getLong("lost"),
                        row.getString("last_error"))))
        .forEach(
            one -> told.computeIfAbsent(one.getKey(), id -> new ArrayList<>()).add(one.getValue()));
    return told;
  }

  /**
   * Before its alerts, as Intake does: what is raised meanwhile stays open.
   *
   * @return whether it is there
   */
  static boolean lock(Handle handle, long incident) {
    return handle
        .createQuery("select 1 from incident where id = :id for update")
        .bind("id", incident)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The same of the incident of an alert; nothing where there is no such alert. */
  static void lockOf(Handle handle, long alert) {
    handle
        .createQuery("select incident_id from decision where id = :id")
        .bind("id", alert)
        .mapTo(Long.class)
        .findOne()
        .ifPresent(incident -> lock(handle, incident));
  }

  /** After some of it was acknowledged. */
  static void closeWhereAllIsSeen(Handle handle, long incident) {
    handle
        .createUpdate(
            """
            update incident set open = exists (select 1 from decision
              where incident_id = :id and acknowledged_at is null)
            where id = :id
            """)
        .bind("id", incident)
        .execute();
  }
}
