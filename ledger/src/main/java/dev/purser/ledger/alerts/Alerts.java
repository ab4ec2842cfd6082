package dev.purser.ledger.alerts;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Action;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.policies.PolicyJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Every threshold and limit that was reached, and who was told. */
public final class Alerts {
  static final String SELECT =
      """
      select d.*, a.kind, a.name, g.address, i.alerts as incident_alerts
      from decision d join account a on a.id = d.account_id
      join incident i on i.id = d.incident_id
      left join agent g on g.id = d.agent_id
      """;

  private final Store store;

  public Alerts(Store store) {
    this.store = store;
  }

  /**
   * Alerts, the newest first.
   *
   * @param agent null: of all agents
   * @param open whether nobody has acknowledged them; null: either
   */
  public Page<Alert> list(
      @Nullable AgentAddress agent, @Nullable Boolean open, int limit, @Nullable String cursor) {
    return store.read(
        handle -> {
          StringBuilder sql = new StringBuilder(SELECT).append(" where d.id < :before");
          if (agent != null) {
            sql.append(" and d.agent_id = (select id from agent where address = :agent)");
          }
          if (open != null) {
            sql.append(" and d.acknowledged_at is ").append(open ? "null" : "not null");
          }
          Query query =
              handle
                  .createQuery(sql + " order by d.id desc limit :limit")
                  .bind(
                      "before",
                      cursor == null
                          ? Long.MAX_VALUE
                          : Cursor.number(Cursor.read(cursor, 1).get(0)))
                  .bind("limit", limit + 1);
          if (agent != null) {
            query.bind("agent", agent.value());
          }
          List<Alert> rows = query.map((row, context) -> read(row)).list();
          return Page.of(withTold(handle, rows), limit, last -> Cursor.of(last.id()));
        });
  }

  /** One alert. */
  public Optional<Alert> find(long id) {
    return store.read(handle -> withTold(handle, one(handle, id)).stream().findFirst());
  }

  private static List<Alert> one(Handle handle, long id) {
    return handle
        .createQuery(SELECT + " where d.id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .list();
  }

  /** All alerts of an intent, the oldest first. */
  public List<Alert> ofIntent(UUID intent) {
    return store.read(
        handle ->
            withTold(
                handle,
                handle
                    .createQuery(SELECT + " where d.intent_id = :intent order by d.id")
                    .bind("intent", intent)
                    .map((row, context) -> read(row))
                    .list()));
  }

  /**
   * Someone has seen it; the first to say so stays on record.
   *
   * @throws Refused NOT_FOUND
   */
  public Alert acknowledge(long id, @Nullable String comment, String actor) {
    return store.write(
        handle -> {
          IncidentRows.lockOf(handle, id);
          handle
              .createUpdate(
                  """
                  update decision set acknowledged_at = now(), acknowledged_by = :actor,
                    comment = :comment
                  where id = :id and acknowledged_at is null
                  """)
              .bind("id", id)
              .bind("actor", actor)
              .bind("comment", comment)
              .execute();
          List<Alert> found = one(handle, id);
          if (found.isEmpty()) {
            throw Refused.notFound("alert", "there is no alert " + id);
          }
          IncidentRows.closeWhereAllIsSeen(handle, found.get(0).incidentId());
          return withTold(handle, found).get(0);
        });
  }

  static List<Alert> withTold(Handle handle, List<Alert> alerts) {
    Map<Long, List<Alert.Told>> told =
        ToldRows.ofAlerts(handle, alerts.stream().map(Alert::id).toList());
    List<Alert> complete = new ArrayList<>();
    alerts.forEach(alert -> complete.add(alert.with(told.getOrDefault(alert.id(), List.of()))));
    return complete;
  }

  static Alert read(ResultSet row) throws SQLException {
    return new Alert(
        row.getLong("id"),
        new AccountKey(AccountKind.fromWire(row.getString("kind")), row.getString("name")),
        Rows.finite(row, "window_start"),
        Rows.finite(row, "window_end"),
        row.getInt("threshold"),
        Action.fromWire(row.getString("action")),
        row.getBoolean("enforced"),
        row.getString("policy_owner"),
        row.getLong("policy_version"),
        PolicyJson.readRule(Rows.json(row, "rule")),
        Rows.usd(row, "spent"),
        Rows.usdOrNull(row, "limit_nanos"),
        row.getString("address"),
        Rows.uuidOrNull(row, "intent_id"),
        row.getString("task"),
        row.getString("report_id"),
        Rows.instant(row, "at"),
        Rows.instantOrNull(row, "acknowledged_at"),
        row.getString("acknowledged_by"),
        row.getString("comment"),
        row.getLong("incident_id"),
        row.getLong("incident_alerts"),
        List.of());
  }
}
