package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Cursor;
import dev.purser.ledger.Json;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Intents in rows of the database. */
public final class IntentRows {
  private static final String FROM =
      """
      , a.address, coalesce(c.posted, 0) as cost, coalesce(c.pending, 0) as pending
      from intent i join agent a on a.id = i.agent_id
      left join account c on c.kind = 'intent' and c.name = cast(i.id as text)
      """;

  private static final String SELECT = "select i.*" + FROM;

  /** Without what agents handed over, which may have a megabyte each. */
  private static final String SELECT_BRIEF =
      """
      select i.id, i.intent_type, i.correlation_id, i.from_agent, i.reply_to, null as payload,
        i.task, i.tags, i.tracked, i.limit_nanos, i.parent_id, i.root_id, i.deadline_at,
        i.max_delivery_attempts, i.status, i.holds, left(i.reason, 2000) as reason,
        null as result, i.delivery, null as checkpoint, i.checkpoint_delivery, i.checkpoint_seq,
        i.seen_at, i.last_report_at, i.created_at, i.updated_at
      """
          + FROM;

  private IntentRows() {}

  /** The intent, as this transaction sees it. */
  public static Optional<Intent> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " where i.id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * As {@link #find}.
   *
   * @throws Refused NOT_FOUND
   */
  static Intent require(Handle handle, UUID id) {
    return find(handle, id)
        .orElseThrow(() -> Refused.notFound("intent", "there is no intent " + id));
  }

  static Page<Intent> list(Handle handle, IntentFilter filter, int limit, @Nullable String cursor) {
    Map<String, Object> values = new LinkedHashMap<>();
    StringBuilder where = new StringBuilder(" where true");
    if (filter.agent() != null) {
      where.append(" and i.agent_id = (select id from agent where address = :agent)");
      values.put("agent", filter.agent().value());
    }
    if (filter.intentType() != null) {
      where.append(" and i.intent_type = :type");
      values.put("type", filter.intentType());
    }
    if (filter.task() != null) {
      where.append(" and i.task = :task");
      values.put("task", filter.task());
    }
    if (filter.tagKey() != null && filter.tagValue() != null) {
      where.append(" and i.tags @> cast(:tag as jsonb)");
      values.put("tag", Json.write(Map.of(filter.tagKey(), filter.tagValue())));
    }
    if (cursor != null) {
      List<String> last = Cursor.read(cursor, 2);
      where.append(" and (i.created_at, i.id) < (:created, :id)");
      values.put("created", Cursor.time(last.get(0)));
      values.put("id", Cursor.uuid(last.get(1)));
    }
    if (!filter.statuses().isEmpty()) {
      where.append(" and i.status = any(:statuses)");
    }
    Query query =
        handle
            .createQuery(
                SELECT_BRIEF + where + " order by i.created_at desc, i.id desc limit :limit")
            .bindMap(values)
            .bind("limit", limit + 1);
    if (!filter.statuses().isEmpty()) {
      query.bindArray(
          "statuses", String.class, filter.statuses().stream().map(Enum::name).toList());
    }
    return Page.of(query.map((row, context) -> read(row)).list(), limit, IntentRows::cursor);
  }

  /**
   * The intents with what their agents handed over, until that has so many bytes; at least one.
   *
   * @return as many of them, from the first on
   */
  static List<Intent> withContents(Handle handle, List<Intent> brief, long bytes) {
    List<UUID> fitting =
        handle
            .createQuery(
                """
                select id from (
                  select asked.id, asked.nr, sum(octet_length(i.payload)
                      + coalesce(octet_length(i.result), 0)
                      + coalesce(octet_length(i.checkpoint), 0)) over (order by asked.nr) as so_far
                  from unnest(:ids) with ordinality as asked (id, nr)
                  join intent i on i.id = asked.id) sized
                where so_far <= :bytes or nr = 1
                """)
            .bindArray("ids", UUID.class, brief.stream().map(Intent::id).toList())
            .bind("bytes", bytes)
            .mapTo(UUID.class)
            .list();
    Map<UUID, Intent> whole = new LinkedHashMap<>();
    handle
        .createQuery(SELECT + " where i.id = any(:ids)")
        .bindArray("ids", UUID.class, fitting)
        .map((row, context) -> read(row))
        .forEach(intent -> whole.put(intent.id(), intent));
    return brief.stream()
        .map(intent -> whole.get(intent.id()))
        .takeWhile(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  static String cursor(Intent last) {
    return Cursor.of(last.createdAt(), last.id());
  }

  static void change(Handle handle, UUID id, Intents.IntentChange change) {
    Usd limit = change.limit();
    try (Update update =
        handle.createUpdate(
            """
            update intent set updated_at = now(),
              limit_nanos = coalesce(:limit, limit_nanos),
              deadline_at = coalesce(:deadline, deadline_at),
              max_delivery_attempts = coalesce(:attempts, max_delivery_attempts)
            where id = :id
            """)) {
      update
          .bind("id", id)
          .bind("limit", limit == null ? null : limit.nanos())
          .bind("deadline", change.deadlineAt())
          .bind("attempts", change.maxDeliveryAttempts())
          .execute();
    }
    handle
        .createUpdate(
            """
            update account set version = version + 1, limit_nanos = coalesce(:limit, limit_nanos)
            where kind = 'intent' and name = :id
            """)
        .bind("id", id.toString())
        .bind("limit", limit == null ? null : limit.nanos())
        .execute();
  }

  static WhyFacts why(Handle handle, Intent intent) {
    return handle
        .createQuery(
            """
            select
              coalesce(e.at, (select at from intent_event where intent_id = :id
                order by seq desc limit 1), :created) as since, e.actor,
              (select last_heartbeat_at from agent where address = :agent) as heartbeat,
              p.amount, p.count, coalesce(c.attempts, 0) as attempts,
              coalesce(extract(epoch from now() - c.due_at) * 1000, 0) as waits
            from (select coalesce(sum(amount), 0) as amount, count(*) as count
              from spending_authorization
              where agent_id = (select id from agent where address = :agent) and state = 'pending'
                and intent_id = :id and expires_at > now()) p
            left join carriage c on c.workflow_id = 'intent/' || cast(:id as text)
            left join lateral (select at, actor from intent_event
              where :ended and intent_id = :id and status = :status order by seq limit 1) e on true
            """)
        .bind("id", intent.id())
        .bind("ended", intent.status().isTerminal())
        .bind("status", intent.status().name())
        .bind("created", intent.createdAt())
        .bind("agent", intent.agent().value())
        .map(
            (row, context) ->
                new WhyFacts(
                    intent,
                    Rows.instant(row, "since"),
                    row.getString("actor"),
                    Rows.instantOrNull(row, "heartbeat"),
                    Rows.usd(row, "amount"),
                    row.getLong("count"),
                    row.getInt("attempts"),
                    Duration.ofMillis(Math.max(0, row.getLong("waits")))))
        .one();
  }

  private static Intent read(ResultSet row) throws SQLException {
    JsonNode checkpoint = Rows.unreadOrNull(row, "checkpoint");
    return new Intent(
        Rows.uuid(row, "id"),
        new AgentAddress(row.getString("address")),
        row.getString("intent_type"),
        Rows.uuidOrNull(row, "correlation_id"),
        row.getString("from_agent"),
        row.getString("reply_to"),
        Objects.requireNonNullElse(Rows.unreadOrNull(row, "payload"), NullNode.instance),
        row.getString("task"),
        Rows.strings(row, "tags"),
        row.getBoolean("tracked"),
        Rows.usdOrNull(row, "limit_nanos"),
        Rows.uuidOrNull(row, "parent_id"),
        Rows.uuid(row, "root_id"),
        Rows.instantOrNull(row, "deadline_at"),
        row.getInt("max_delivery_attempts"),
        IntentStatus.valueOf(row.getString("status")),
        Rows.holds(row, "holds"),
        row.getString("reason"),
        Rows.unreadOrNull(row, "result"),
        row.getInt("delivery"),
        checkpoint == null
            ? null
            : new Intent.Checkpoint(
                row.getInt("checkpoint_delivery"), row.getLong("checkpoint_seq"), checkpoint),
        Rows.usd(row, "cost"),
        Rows.usd(row, "pending"),
        Rows.instantOrNull(row, "seen_at"),
        Rows.instantOrNull(row, "last_report_at"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }
}
