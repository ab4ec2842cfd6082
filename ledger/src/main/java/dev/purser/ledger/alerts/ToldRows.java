package dev.purser.ledger.alerts;

import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who was told of alerts, and how that went, from rows of the database. */
final class ToldRows {
  private ToldRows() {}

  /** By the alert's id. */
  static Map<Long, List<Alert.Told>> ofAlerts(Handle handle, List<Long> alerts) {
    Map<Long, List<Alert.ToldEvent>> events = events(handle, alerts);
    Map<Long, List<Alert.Told>> told = new HashMap<>();
    handle
        .createQuery(
            """
            select id, decision_id, addressee, status, updated_at, channel, tries, last_error,
              digest_id
            from notification where decision_id = any(:ids) order by id
            """)
        .bindArray("ids", Long.class, alerts)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("decision_id"),
                    told(row, events.getOrDefault(row.getLong("id"), List.of()))))
        .forEach(one -> add(told, one.getKey(), one.getValue()));
    return told;
  }

  private static Alert.Told told(ResultSet row, List<Alert.ToldEvent> events) throws SQLException {
    return new Alert.Told(
        row.getString("addressee"),
        row.getString("status"),
        Rows.instant(row, "updated_at"),
        row.getString("channel"),
        row.getInt("tries"),
        row.getString("last_error"),
        Rows.uuidOrNull(row, "digest_id"),
        events);
  }

  private static Map<Long, List<Alert.ToldEvent>> events(Handle handle, List<Long> alerts) {
    Map<Long, List<Alert.ToldEvent>> events = new HashMap<>();
    handle
        .createQuery(
            """
            select e.* from notification n join notification_event e on e.notification_id = n.id
            where n.decision_id = any(:ids) order by e.id
            """)
        .bindArray("ids", Long.class, alerts)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("notification_id"),
                    new Alert.ToldEvent(
                        Rows.instant(row, "at"),
                        row.getString("status"),
                        row.getInt("try"),
                        row.getString("channel"),
                        row.getString("reason"),
                        Rows.uuidOrNull(row, "digest_id"))))
        .forEach(one -> add(events, one.getKey(), one.getValue()));
    return events;
  }

  private static <T> void add(Map<Long, List<T>> all, long key, T value) {
    all.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }
}
