package dev.purser.ledger.intents;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.courier.Carriage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Intents: to look at and to find, and what their owners change of them. */
public final class Intents {
  static final String OPEN = "status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')";

  /** The id before all others, to begin a list of ids with. */
  public static final UUID BEGINNING = new UUID(0, 0);

  /** Bytes of details in one answer. */
  private static final long MAX_EVENT_BYTES = 4L << 20;

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
    return store.read(handle -> IntentRows.require(handle, id));
  }

  /**
   * The intents that a filter lets through, the newest first, without payloads, results and
   * checkpoints.
   */
  public Page<Intent> list(IntentFilter filter, int limit, @Nullable String cursor) {
    return store.read(handle -> IntentRows.list(handle, filter, limit, cursor));
  }

  /** What the code working on each of these must do now, and what says so. */
  public Map<UUID, Order> orders(List<Intent> intents) {
    Set<AccountKey> accounts = new LinkedHashSet<>();
    intents.forEach(intent -> accounts.addAll(accounts(intent)));
    Map<AccountKey, List<Demand>> holds = store.read(handle -> Holds.byAccount(handle, accounts));
    Map<UUID, Order> orders = new HashMap<>();
    for (Intent intent : intents) {
      List<Demand> demands =
          accounts(intent).stream()
              .flatMap(account -> holds.getOrDefault(account, List.of()).stream())
              .toList();
      orders.put(intent.id(), Order.of(intent.status(), intent.holds(), false, demands));
    }
    return orders;
  }

  /** All whose holds hold the intent. */
  private static List<AccountKey> accounts(Intent intent) {
    List<AccountKey> accounts = new ArrayList<>(Accounts.withScopes(intent.agent()));
    accounts.add(AccountKey.intent(intent.id()));
    accounts.add(AccountKey.tree(intent.rootId()));
    if (intent.task() != null) {
      accounts.add(AccountKey.task(intent.agent(), intent.task()));
    }
    return accounts;
  }

  /** How many of the agent's intents have not ended. */
  public long countOpen(AgentAddress agent) {
    return countOpen("g.address = :name", agent.value());
  }

  /** How far a stop of the agent has come; {@code demands}: all that holds it. */
  public OpenIntents open(AgentAddress agent, Collection<Demand> demands) {
    return store.read(handle -> OpenIntents.of(handle, agent, demands));
  }

  /** How many intents of agents below the scope have not ended. */
  public long countOpenBelow(Scope scope) {
    return countOpen("starts_with(g.address, :name)", scope.prefix());
  }

  private long countOpen(String where, String name) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select count(*) from intent i join agent g on g.id = i.agent_id where i."
                        + OPEN
                        + " and "
                        + where)
                .bind("name", name)
                .mapTo(Long.class)
                .one());
  }

  /**
   * The same with payloads, results and checkpoints.
   *
   * @param bytes ends the page early where these would have more together; the first intent is on
   *     it whatever its size
   */
  public Page<Intent> listWithContents(
      IntentFilter filter, int limit, @Nullable String cursor, long bytes) {
    return store.readAtOnce(
        handle -> {
          Page<Intent> brief = IntentRows.list(handle, filter, limit, cursor);
          List<Intent> whole = IntentRows.withContents(handle, brief.items(), bytes);
          return whole.size() == brief.items().size()
              ? new Page<>(whole, brief.next())
              : new Page<>(whole, IntentRows.cursor(whole.get(whole.size() - 1)));
        });
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

  /**
   * Events with a number above {@code since}, in order: as many as have a few megabytes together,
   * and the first whatever its size.
   */
  public List<IntentEvent> events(UUID id, long since, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select * from (
                      select seq, event_type, status, at, actor, waiting_reason, details,
                        row_number() over (order by seq) as nr,
                        sum(octet_length(cast(details as text))) over (order by seq) as so_far
                      from (select * from intent_event where intent_id = :id and seq > :since
                            order by seq limit :limit) asked) sized
                    where so_far <= :bytes or nr = 1
                    order by seq
                    """)
                .bind("id", id)
                .bind("bytes", MAX_EVENT_BYTES)
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
   * Changes the intent's own limit, its deadline or its attempts; the caller then has Intake judge
   * its agent.
   *
   * @throws Refused NOT_FOUND, or CONFLICT if it has ended
   */
  public Intent change(UUID id, IntentChange change) {
    return store.write(
        handle -> {
          Accounts.lock(handle, List.of(AccountKey.intent(id)));
          Intent intent = IntentRows.require(handle, id);
          if (intent.status().isTerminal()) {
            throw new Refused(Refused.Code.CONFLICT, "the intent is " + intent.status());
          }
          IntentRows.change(handle, id, change);
          Carriage.markIntent(handle, id);
          return IntentRows.require(handle, id);
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
          Intent intent = IntentRows.require(handle, id);
          return IntentRows.why(handle, intent);
        });
  }

  /**
   * What to change of an intent; null leaves a part as it is.
   *
   * @param limit the intent's own limit
   */
  public record IntentChange(
      @Nullable Usd limit, @Nullable Instant deadlineAt, @Nullable Integer maxDeliveryAttempts) {}
}
