package dev.purser.ledger.intake;

import dev.purser.ledger.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New intents with their first events, and signs of life of those that report. */
final class IntentRows {
  private static final String INTENTS =
      """
      insert into intent (id, agent_id, intent_type, correlation_id, from_agent, reply_to, payload,
        task, tags, tracked, limit_nanos, parent_id, root_id, deadline_at, max_delivery_attempts,
        status, event_seq, created_at, updated_at)
      select i.id, i.agent_id, i.intent_type, i.correlation_id, i.from_agent, i.reply_to,
        i.payload, i.task, cast(i.tags as jsonb), i.tracked, i.limit_nanos,
        i.parent_id, i.root_id, i.deadline_at, i.attempts, i.status,
        i.event_seq, i.at, i.at
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as i (id, agent_id,
        intent_type, correlation_id, from_agent, reply_to, payload, task, tags, tracked,
        limit_nanos, parent_id, root_id, deadline_at, attempts, status, event_seq, at)
      """;

  private static final String EVENTS =
      """
      insert into intent_event (at, intent_id, seq, event_type, status, actor)
      select cast(? as timestamptz), e.intent_id, e.seq, e.event_type, e.status, e.actor
      from unnest(?, ?, ?, ?, ?) as e (intent_id, seq, event_type, status, actor)
      """;

  private static final String HEARD =
      """
      update intent i set last_report_at = cast(? as timestamptz)
      from unnest(?) as heard (id) where i.id = heard.id
      """;

  private static final String KEYS =
      """
      insert into idempotency (created_at, scope, key, hash, answer)
      select cast(? as timestamptz), k.scope, k.key, convert_to(k.hash, 'UTF8'),
        cast(k.answer as jsonb)
      from unnest(?, ?, ?, ?) as k (scope, key, hash, answer)
      """;

  private final Bulk intents =
      new Bulk(
          "uuid",
          "bigint",
          "text",
          "uuid",
          "text",
          "text",
          "text",
          "text",
          "text",
          "boolean",
          "bigint",
          "uuid",
          "uuid",
          "timestamptz",
          "int",
          "text",
          "bigint",
          "timestamptz");
  private final Bulk events = new Bulk("uuid", "bigint", "text", "text", "text");
  private final Bulk keys = new Bulk("text", "text", "text", "text");
  private final List<IntentRef> created = new ArrayList<>();

  /** A new intent for an agent's worker. */
  void create(IntentRef ref, long agentId, Request.Create asked, Instant now) {
    intents.add(
        ref.id(),
        agentId,
        asked.intentType(),
        asked.correlationId(),
        asked.fromAgent(),
        asked.replyTo(),
        asked.payload(),
        ref.task(),
        Json.write(asked.tags()),
        false,
        asked.limit() == null ? null : asked.limit().nanos(),
        asked.parentId(),
        ref.root(),
        asked.deadlineAt(),
        asked.maxDeliveryAttempts(),
        "SUBMITTED",
        2L,
        now);
    event(ref.id(), 1, "intent.created", "CREATED", asked.actor());
    event(ref.id(), 2, "intent.submitted", "SUBMITTED", null);
    created.add(ref);
  }

  /** A task that is only metered: under way from its first report on. */
  void open(IntentRef ref, long agentId, Instant now) {
    intents.add(
        ref.id(),
        agentId,
        null,
        null,
        null,
        null,
        "{}",
        ref.task(),
        "{}",
        true,
        null,
        null,
        ref.root(),
        null,
        1,
        "IN_PROGRESS",
        3L,
        now);
    event(ref.id(), 1, "intent.created", "CREATED", ref.agent().value());
    event(ref.id(), 2, "intent.submitted", "SUBMITTED", null);
    event(ref.id(), 3, "intent.in_progress", "IN_PROGRESS", null);
    created.add(ref);
  }

  private void event(UUID intent, long seq, String type, String status, @Nullable String actor) {
    events.add(intent, seq, type, status, actor);
  }

  /** Remembers the answer to a request that carried an idempotency key. */
  void remember(String scope, String key, String hash, Object answer) {
    keys.add(scope, key, hash, Json.write(answer));
  }

  /** To be known to the directory once they are committed. */
  List<IntentRef> created() {
    return created;
  }

  void write(Script script, Book book) {
    String now = book.now().toString();
    script.add(INTENTS, intents);
    script.addAfter(EVENTS, now, events);
    script.addAfter(KEYS, now, keys);
    Bulk heard = new Bulk("uuid");
    book.intents().stream()
        .filter(IntentState::isHeardOf)
        .forEach(intent -> heard.add(intent.ref().id()));
    script.addAfter(HEARD, now, heard);
  }
}
