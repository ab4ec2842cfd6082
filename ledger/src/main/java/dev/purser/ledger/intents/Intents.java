package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.courier.Carriage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Intents: to look at, to find, to claim; their checkpoints and their own limits. */
public final class Intents {
  private static final String OPEN =
      "status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')";

  /** The id before all others, to begin a list of ids with. */
  public static final UUID BEGINNING = new UUID(0, 0);

  private final Store store;

  public Intents(Store store) {
    this.store = store;
  }

  /** The intent. */
  public Optional<Intent> get(UUID id) {
    return store.read(handle -> IntentRows.find(handle, id));
  }

  /**
   * The intent.
   *
   * @throws Refused NOT_FOUND
   */
  public Intent require(UUID id) {
    return get(id).orElseThrow(() -> unknown(id));
  }

  /** The intents that a filter lets through, the newest first. */
  public Page<Intent> list(IntentFilter filter, int limit, @Nullable String cursor) {
    return store.read(handle -> IntentRows.list(handle, filter, limit, cursor));
  }

  /** The newest event. */
  public Optional<IntentEvent> lastEvent(UUID id) {
    long newest =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "select coalesce(max(seq), 0) from intent_event where intent_id = :id")
                    .bind("id", id)
                    .mapTo(Long.class)
                    .one());
    return events(id, newest - 1, 1).stream().findFirst();
  }

  /** Events with a number above {@code since}, in order. */
  public List<IntentEvent> events(UUID id, long since, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select intent_id, seq, event_type, status, at, actor, waiting_reason, details
                    from intent_event where intent_id = :id and seq > :since
                    order by seq limit :limit
                    """)
                .bind("id", id)
                .bind("since", since)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new IntentEvent(
                            id,
                            row.getLong("seq"),
                            row.getString("event_type"),
                            IntentStatus.valueOf(row.getString("status")),
                            Rows.instant(row, "at"),
                            row.getString("actor"),
                            row.getString("waiting_reason"),
                            Rows.json(row, "details")))
                .list());
  }

  /**
   * Keeps a checkpoint; when this returns it is durable. The same one again changes nothing.
   *
   * @throws Refused CONFLICT for a superseded delivery, a lower number, or an intent that has ended
   */
  public void saveCheckpoint(UUID id, int delivery, long seq, JsonNode data) {
    store.write(
        handle -> {
          int saved =
              handle
                  .createUpdate(
                      """
                      update intent set checkpoint = cast(:data as jsonb),
                        checkpoint_delivery = :delivery, checkpoint_seq = :seq, updated_at = now()
                      where id = :id and delivery <= :delivery
                        and (checkpoint is null
                          or (checkpoint_delivery, checkpoint_seq) < (:delivery, :seq)
                          or ((checkpoint_delivery, checkpoint_seq) = (:delivery, :seq)
                            and checkpoint = cast(:data as jsonb)))
                        and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
                      """)
                  .bind("id", id)
                  .bind("delivery", delivery)
                  .bind("seq", seq)
                  .bind("data", data.toString())
                  .execute();
          if (saved == 0) {
            throw whyNot(handle, id, delivery, seq);
          }
          return saved;
        });
  }

  private static Refused whyNot(Handle handle, UUID id, int delivery, long seq) {
    Intent intent = IntentRows.find(handle, id).orElseThrow(() -> unknown(id));
    String why;
    if (intent.status().isTerminal()) {
      why = "the intent is " + intent.status();
    } else if (delivery < intent.delivery()) {
      why = "delivery " + delivery + " was superseded by delivery " + intent.delivery();
    } else {
      Intent.Checkpoint last = intent.checkpoint();
      why =
          "checkpoint "
              + seq
              + " of delivery "
              + delivery
              + " is not newer than the one kept"
              + (last == null ? "" : ", " + last.seq() + " of delivery " + last.delivery());
    }
    return new Refused(Refused.Code.CONFLICT, why);
  }

  /** Whoever has these in hand has just given a sign of life. */
  public void seen(Collection<UUID> ids) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "update intent set seen_at = now(), seen_delivery = delivery"
                        + " where id = any(:ids) and "
                        + OPEN)
                .bindArray("ids", UUID.class, ids)
                .execute());
  }

  /** Whoever has this delivery of it in hand has just given a sign of life. */
  public void seen(UUID id, int delivery) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    "update intent set seen_at = now(), seen_delivery = :delivery"
                        + " where id = :id and seen_delivery <= :delivery and "
                        + OPEN)
                .bind("id", id)
                .bind("delivery", delivery)
                .execute());
  }

  /**
   * Until when a claim holds: the last sign of life of that delivery, reports included, plus the
   * lease.
   *
   * @return empty: it never gave one
   */
  public Optional<Instant> claimUntil(UUID id, int delivery, Duration lease) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select greatest(last_report_at,
                        case when seen_delivery >= :delivery then seen_at end)
                      + :lease * interval '1 millisecond' as until
                    from intent where id = :id
                    """)
                .bind("id", id)
                .bind("delivery", delivery)
                .bind("lease", lease.toMillis())
                .map((row, context) -> Optional.ofNullable(Rows.instantOrNull(row, "until")))
                .findOne()
                .flatMap(until -> until));
  }

  /**
   * Changes the intent's own limit, its deadline or its attempts; the caller then has Intake judge
   * its agent.
   *
   * @throws Refused NOT_FOUND, or CONFLICT if it has ended
   */
  public Intent change(UUID id, IntentChange change) {
    return store.write(
        handle -> {
          Accounts.lock(handle, List.of(AccountKey.intent(id)));
          Intent intent = IntentRows.find(handle, id).orElseThrow(() -> unknown(id));
          if (intent.status().isTerminal()) {
            throw new Refused(Refused.Code.CONFLICT, "the intent is " + intent.status());
          }
          IntentRows.change(handle, id, change);
          Carriage.markIntent(handle, id);
          return IntentRows.find(handle, id).orElseThrow();
        });
  }

  /** The open intent that the agent's reports for this task go to. */
  public Optional<UUID> tracked(AgentAddress agent, String task) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select i.id from intent i join agent a on a.id = i.agent_id
                    where a.address = :agent and i.task = :task and i.tracked and i.
                    """
                        + OPEN)
                .bind("agent", agent.value())
                .bind("task", task)
                .mapTo(UUID.class)
                .findOne());
  }

  /** Open intents of the agent, by id, after one; begin with {@link #BEGINNING}. */
  public List<UUID> openOf(AgentAddress agent, UUID after, int limit) {
    return open(
        "agent_id = (select id from agent where address = :of)", agent.value(), after, limit);
  }

  /** Open intents of the tree; as {@link #openOf}. */
  public List<UUID> openOfTree(UUID root, UUID after, int limit) {
    return open("root_id = cast(:of as uuid)", root.toString(), after, limit);
  }

  /** Open intents of all agents below the scope; as {@link #openOf}. */
  public List<UUID> openOfScope(Scope scope, UUID after, int limit) {
    return open(
        "agent_id in (select id from agent where starts_with(address, :of))",
        scope.prefix(),
        after,
        limit);
  }

  private List<UUID> open(String condition, String of, UUID after, int limit) {
    return store.read(
        handle ->
            page(
                handle
                    .createQuery(
                        "select id from intent where "
                            + condition
                            + " and "
                            + OPEN
                            + " and id > :after order by id limit :limit")
                    .bind("of", of),
                after,
                limit));
  }

  /** Open intents of the agent with this task; as {@link #openOf}. */
  public List<UUID> openOfTask(AgentAddress agent, String task, UUID after, int limit) {
    return store.read(
        handle ->
            page(
                handle
                    .createQuery(
                        """
                        select id from intent
                        where agent_id = (select id from agent where address = :agent)
                          and task = :task and id > :after and
                        """
                            + OPEN
                            + " order by id limit :limit")
                    .bind("agent", agent.value())
                    .bind("task", task),
                after,
                limit));
  }

  private static List<UUID> page(Query query, UUID after, int limit) {
    return new ArrayList<>(
        query.bind("after", after).bind("limit", limit).mapTo(UUID.class).list());
  }

  /**
   * What is known about why it stands where it stands.
   *
   * @throws Refused NOT_FOUND
   */
  public WhyFacts why(UUID id) {
    return store.readAtOnce(
        handle -> {
          Intent intent = IntentRows.find(handle, id).orElseThrow(() -> unknown(id));
          return IntentRows.why(handle, intent);
        });
  }

  private static Refused unknown(UUID id) {
    return new Refused(Refused.Code.NOT_FOUND, "there is no intent " + id);
  }

  /**
   * What to change of an intent; null leaves a part as it is.
   *
   * @param limit the intent's own limit
   */
  public record IntentChange(
      @Nullable Usd limit, @Nullable Instant deadlineAt, @Nullable Integer maxDeliveryAttempts) {}
}
