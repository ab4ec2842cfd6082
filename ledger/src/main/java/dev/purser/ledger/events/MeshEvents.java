package dev.purser.ledger.events;

import dev.purser.ledger.Cursor;
import dev.purser.ledger.Json;
import dev.purser.ledger.Page;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What happened to agents and scopes: who did it, when and why. */
public final class MeshEvents {
  private final Store store;

  public MeshEvents(Store store) {
    this.store = store;
  }

  /** Writes one down. */
  public static void write(
      Handle handle,
      String address,
      String eventType,
      Map<String, ?> details,
      @Nullable String actor) {
    handle
        .createUpdate(
            """
            insert into mesh_event (address, event_type, details, actor)
            values (:address, :type, cast(:details as jsonb), :actor)
            """)
        .bind("address", address)
        .bind("type", eventType)
        .bind("details", Json.write(details))
        .bind("actor", actor)
        .execute();
  }

  /**
   * Events, the newest first.
   *
   * @param address of an agent, or a scope; null: all
   * @param eventType null: all
   */
  public Page<MeshEvent> list(
      @Nullable String address, @Nullable String eventType, int limit, @Nullable String cursor) {
    return store.read(handle -> list(handle, address, eventType, limit, cursor));
  }

  /** As {@link #list(String, String, int, String)}, as this transaction sees them. */
  public static Page<MeshEvent> list(
      Handle handle,
      @Nullable String address,
      @Nullable String eventType,
      int limit,
      @Nullable String cursor) {
    long before = cursor == null ? Long.MAX_VALUE : Cursor.number(Cursor.read(cursor, 1).get(0));
    String sql =
        "select id, address, event_type, details, actor, created_at from mesh_event"
            + " where id < :before"
            + (address == null ? "" : " and address = :address")
            + (eventType == null ? "" : " and event_type = :type")
            + " order by id desc limit :limit";
    try (Query query = handle.createQuery(sql).bind("before", before).bind("limit", limit + 1)) {
      if (address != null) {
        query.bind("address", address);
      }
      if (eventType != null) {
        query.bind("type", eventType);
      }
      List<MeshEvent> rows =
          query
              .map(
                  (row, context) ->
                      new MeshEvent(
                          row.getLong("id"),
                          row.getString("address"),
                          row.getString("event_type"),
                          Rows.json(row, "details"),
                          row.getString("actor"),
                          Rows.instant(row, "created_at")))
              .list();
      return Page.of(rows, limit, last -> Cursor.of(last.id()));
    }
  }
}
