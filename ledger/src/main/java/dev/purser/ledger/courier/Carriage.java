package dev.purser.ledger.courier;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.ledger.Store;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * What couriers have to carry. News about one workflow collapses into one row; a courier claims
 * rows by a lease in a short transaction, so that no lock is held while it talks to Temporal.
 */
public final class Carriage {
  /** The channel on which couriers are told that something urgent is due. */
  public static final String CHANNEL = "purser_carriage";

  private static final String UPSERT =
      """
       on conflict (workflow_id) do update set
        lane = least(carriage.lane, excluded.lane),
        due_at = least(carriage.due_at, excluded.due_at),
        news = carriage.news + 1
      """;

  private final Store store;

  public Carriage(Store store) {
    this.store = store;
  }

  /** The intent's workflow has something to act on. */
  public static void markIntent(Handle handle, UUID intent) {
    markIntents(handle, List.of(intent));
  }

  /** So have the workflows of these intents. */
  public static void markIntents(Handle handle, List<UUID> intents) {
    mark(
        handle
            .createUpdate(
                """
                insert into carriage (workflow_id, kind, subject, lane, due_at)
                select 'intent/' || id, 'intent', id, 0, now()
                from (select distinct cast(unnest(:ids) as text) as id) ids order by 1
                """
                    + UPSERT)
            .bindArray("ids", UUID.class, intents),
        handle);
  }

  /** So have those of all open intents of a task's or a tree's account. */
  public static void markIntentsUnder(Handle handle, AccountKey account) {
    mark(
        handle
            .createUpdate(
                """
                insert into carriage (workflow_id, kind, subject, lane, due_at)
                select 'intent/' || i.id, 'intent', cast(i.id as text), 0, now()
                from intent i join agent a on a.id = i.agent_id
                where i.status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT') and
                """
                    + (account.kind() == AccountKind.TREE
                        ? "i.root_id = cast(:name as uuid)"
                        : "a.address = split_part(:name, '#', 1)"
                            + " and i.task = substr(:name, strpos(:name, '#') + 1)")
                    + " order by 1"
                    + UPSERT)
            .bind("name", account.name()),
        handle);
  }

  /** The agent's workflow has something to act on. */
  public static void markAgent(Handle handle, AgentAddress agent) {
    mark(
        handle
            .createUpdate(
                """
                insert into carriage (workflow_id, kind, subject, lane, due_at)
                values ('agent/' || :agent, 'agent', :agent, 0, now())
                """
                    + UPSERT)
            .bind("agent", agent.value()),
        handle);
  }

  /** So have the workflows of all agents below a scope. */
  public static void markAgentsBelow(Handle handle, Scope scope) {
    mark(
        handle
            .createUpdate(
                """
                insert into carriage (workflow_id, kind, subject, lane, due_at)
                select 'agent/' || address, 'agent', address, 0, now()
                from agent where starts_with(address, :prefix) order by 1
                """
                    + UPSERT)
            .bind("prefix", scope.prefix()),
        handle);
  }

  private static void mark(Update update, Handle handle) {
    if (update.execute() > 0) {
      handle.execute("select pg_notify(?, '')", CHANNEL);
    }
  }

  /**
   * Claims what is due, the oldest of each lane.
   *
   * @param courier who claims; only it may say that it is done
   * @param lease how long nobody else claims it
   * @param most how many of a lane; none of one that is not named
   */
  public List<Parcel> claim(String courier, Duration lease, Map<Lane, Integer> most) {
    List<Lane> lanes = List.copyOf(most.keySet());
    return store.write(
        handle ->
            handle
                .createQuery(
                    """
                    with due as materialized (
                      select one.workflow_id from unnest(:lanes, :most) as wanted (lane, most)
                      cross join lateral (
                        select workflow_id from carriage c
                        where c.lane = wanted.lane and due_at <= now()
                          and (leased_until is null or leased_until < now())
                        order by due_at limit wanted.most for update skip locked) one)
                    update carriage set leased_by = :courier,
                      leased_until = now() + :lease * interval '1 millisecond',
                      attempts = attempts + 1
                    from due where carriage.workflow_id = due.workflow_id
                    returning carriage.workflow_id, kind, subject, lane, news, attempts
                    """)
                .bindArray("lanes", Integer.class, lanes.stream().map(Lane::rank).toList())
                .bindArray("most", Integer.class, lanes.stream().map(most::get).toList())
                .bind("courier", courier)
                .bind("lease", lease.toMillis())
                .map(
                    (row, context) ->
                        new Parcel(
                            row.getString("workflow_id"),
                            Parcel.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                            row.getString("subject"),
                            Lane.ofRank(row.getInt("lane")),
                            row.getLong("news"),
                            row.getInt("attempts")))
                .list());
  }

  /** It was carried; what came after the claim stays due. */
  public void done(String courier, Parcel parcel) {
    store.write(
        handle ->
            settle(
                handle
                    .createUpdate(
                        """
                        update carriage set leased_by = null, leased_until = null, attempts = 0,
                          carried_at = now(),
                          due_at = case when news = :news then null else due_at end,
                          lane = case when news = :news then 3 else lane end
                        where workflow_id = :workflow and leased_by = :courier
                        """)
                    .bind("news", parcel.news()),
                courier,
                parcel));
  }

  /** It could not be carried: again after {@code backoff}. */
  public void failed(String courier, Parcel parcel, Duration backoff) {
    store.write(
        handle ->
            settle(
                handle
                    .createUpdate(
                        """
                        update carriage set leased_by = null, leased_until = null,
                          due_at = now() + :backoff * interval '1 millisecond'
                        where workflow_id = :workflow and leased_by = :courier
                        """)
                    .bind("backoff", backoff.toMillis()),
                courier,
                parcel));
  }

  private static int settle(Update update, String courier, Parcel parcel) {
    return update.bind("workflow", parcel.workflowId()).bind("courier", courier).execute();
  }

  /**
   * The intent's workflow is about to be started though no courier has its row: from here on
   * Temporal may know it.
   */
  public void trying(UUID intent) {
    store.write(
        handle ->
            handle
                .createUpdate(
                    """
                    update carriage set attempts = attempts + 1
                    where workflow_id = 'intent/' || :intent
                    """)
                .bind("intent", intent.toString())
                .execute());
  }

  /**
   * A number for a workflow that is about to be started, higher than any before. Of several starts
   * that race only one is accepted; from the first entry it journals on, those of lower runs are
   * refused. So a number that was never used does no harm.
   */
  public long nextRun() {
    return store.write(
        handle -> handle.createQuery("select nextval('run_number')").mapTo(Long.class).one());
  }

  /**
   * Open intents whose workflow must run, by id, after one; begin with the least. Those to which
   * something is carried anyway are not among them: where their workflow does not run, or not yet,
   * that is found then.
   */
  public List<UUID> intentsToRun(UUID after, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from intent
                    where status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
                      and id > :after and not exists (select 1 from carriage c
                        where c.workflow_id = 'intent/' || intent.id and c.due_at is not null)
                    order by id limit :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
  }

  /**
   * Agents whose workflow must run, by address, after one; begin with the empty text. Something
   * stops them, or someone is still to be told of their alerts.
   */
  public List<AgentAddress> agentsToRun(String after, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select c.name from account c
                    where c.kind = 'agent' and c.name > :after
                      and (c.status <> 'ACTIVE' or exists
                        (select 1 from hold h where h.account_id = c.id and h.released_at is null)
                        or exists (select 1 from notification n
                          where n.agent_id = c.agent_id and n.status = 'pending'))
                    order by c.name limit :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(AgentAddress::new)
                .list());
  }

  /**
   * Someone found the intent's workflow missing in Temporal: it is to be started again, a tracked
   * task's where nobody waits for it.
   */
  public void missing(UUID intent) {
    store.write(
        handle -> {
          mark(
              handle
                  .createUpdate(
                      """
                      insert into carriage (workflow_id, kind, subject, lane, due_at)
                      select 'intent/' || id, 'intent', cast(id as text),
                        case when tracked then 2 else 1 end, now()
                      from intent where id = :id
                      """
                          + UPSERT)
                  .bind("id", intent),
              handle);
          return 1;
        });
  }

  /** The agent's workflow has something to act on and is missing in Temporal. */
  public void missing(AgentAddress agent) {
    store.write(
        handle -> {
          markAgent(handle, agent);
          return 1;
        });
  }

  /** Whether the agent's workflow has been given all that it must act on. */
  public boolean isCarried(AgentAddress agent) {
    return isCarried("subject = :name", agent.value());
  }

  /** Whether those of all agents below the scope have. */
  public boolean isCarriedBelow(Scope scope) {
    return isCarried("starts_with(subject, :name)", scope.prefix());
  }

  private boolean isCarried(String where, String name) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select not exists (select 1 from carriage"
                        + " where kind = 'agent' and lane = 0 and due_at is not null and "
                        + where
                        + ")")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one());
  }

  /** How many workflows have something to hear that is due, and for how long the oldest waits. */
  public Backlog backlog() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    select lane, count(*) as due,
                      extract(epoch from now() - min(due_at)) * 1000 as oldest
                    from carriage where due_at <= now() group by lane
                    """)
                .reduceRows(
                    new Backlog(Map.of(), Duration.ZERO),
                    (sum, row) ->
                        sum.with(
                            Lane.ofRank(row.getColumn("lane", Integer.class)),
                            row.getColumn("due", Long.class),
                            Duration.ofMillis(row.getColumn("oldest", Long.class)))));
  }

  /**
   * What waits to be carried.
   *
   * @param lanes how many, where any
   * @param oldest how long the oldest has been due
   */
  public record Backlog(Map<Lane, Long> lanes, Duration oldest) {
    public Backlog {
      lanes = Map.copyOf(lanes);
    }

    private Backlog with(Lane lane, long due, Duration waits) {
      Map<Lane, Long> more = new EnumMap<>(Lane.class);
      more.putAll(lanes);
      more.put(lane, due);
      return new Backlog(more, waits.compareTo(oldest) > 0 ? waits : oldest);
    }

    /** How many wait in the lane. */
    public long due(Lane lane) {
      return lanes.getOrDefault(lane, 0L);
    }

    /** How many wait in all. */
    public long due() {
      return lanes.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
