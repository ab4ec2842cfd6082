package dev.purser.api.courier;

import dev.purser.api.courier.CourierWatch.Event;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.courier.Lane;
import dev.purser.ledger.intents.Intent;
import dev.purser.workflows.TaskQueues;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.agent.AgentWorkflowImpl;
import dev.purser.workflows.intent.IntentView;
import dev.purser.workflows.intent.IntentWorkflowImpl;
import dev.purser.workflows.messages.ChannelTestWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A real ledger, Temporal in memory, the real workflows, and couriers as they are asked for. */
final class World implements AutoCloseable {
  static final AgentAddress AGENT = new AgentAddress("agent://org/worker");
  static final Duration LONGEST = Duration.ofSeconds(90);

  final LedgerSettings settings = TestDatabase.fresh();
  final Ledger ledger = Ledger.open(settings);
  final InMemoryTemporal temporal = new InMemoryTemporal();
  WorkflowServiceStubs stubs = temporal.connect();
  WorkflowClient client = InMemoryTemporal.client(stubs);
  private final Map<Event, AtomicInteger> counts = new EnumMap<>(Event.class);
  private final List<Courier> couriers = new ArrayList<>();
  private final List<Steward> stewards = new ArrayList<>();
  private WorkerFactory worker;
  final LedgerMessages messages = new LedgerMessages(ledger);
  private final Facts facts = new Facts(ledger);

  World() {
    for (Event event : Event.values()) {
      counts.put(event, new AtomicInteger());
    }
  }

  /** Runs the workflows and what they ask of the ledger. */
  World withWorker() {
    worker = WorkerFactory.newInstance(client);
    Worker hosting =
        worker.newWorker(
            TaskQueues.PURSER,
            WorkerOptions.newBuilder()
                .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
                .setDefaultDeadlockDetectionTimeout(10_000)
                .build());
    hosting.registerWorkflowImplementationTypes(
        IntentWorkflowImpl.class, AgentWorkflowImpl.class, ChannelTestWorkflowImpl.class);
    hosting.registerActivitiesImplementations(new LedgerDesk(ledger, client));
    worker.newWorker(TaskQueues.MESSAGES).registerActivitiesImplementations(messages);
    worker.start();
    return this;
  }

  void stopWorker() {
    worker.shutdownNow();
  }

  Courier startCourier() {
    Courier courier =
        new Courier(
            ledger, client, CourierSettings.DEFAULT, what -> counts.get(what).incrementAndGet());
    courier.start();
    couriers.add(courier);
    return courier;
  }

  /** A patient one: the machine may be busy. */
  Steward steward() {
    Steward steward = steward(Duration.ofSeconds(30));
    stewards.add(steward);
    return steward;
  }

  Steward steward(Duration patience) {
    return new Steward(ledger, client, CourierSettings.DEFAULT, patience);
  }

  int count(Event event) {
    return counts.get(event).get();
  }

  /** New intents of the agent, as Intake writes them. */
  List<UUID> create(int many) {
    return create(many, false);
  }

  /** New tasks of the agent that are counted and not delivered, as Intake opens them. */
  List<UUID> track(int many) {
    return create(many, true);
  }

  private List<UUID> create(int many, boolean tracked) {
    return ledger
        .jdbi()
        .inTransaction(
            handle -> {
              Accounts.ensure(handle, AccountKey.agent(AGENT), "test");
              List<UUID> intents = new ArrayList<>();
              for (int i = 0; i < many; i++) {
                UUID id = UUID.randomUUID();
                handle.execute(
                    """
                    insert into intent (id, agent_id, intent_type, root_id, status, created_at,
                      updated_at, payload, tracked)
                    values (?, (select id from agent where address = ?), 'ticket.answer.v1', ?,
                      ?, now(), now(), '{"n": 1}', ?)
                    """,
                    id,
                    AGENT.value(),
                    id,
                    tracked ? "IN_PROGRESS" : "CREATED",
                    tracked);
                for (String kind : List.of("intent", "tree")) {
                  handle.execute(
                      """
                      insert into account (kind, name, agent_id, version)
                      values (?, ?, (select id from agent where address = ?), 1)
                      """,
                      kind,
                      id.toString(),
                      AGENT.value());
                }
                intents.add(id);
              }
              handle
                  .createUpdate(
                      """
                      insert into carriage (workflow_id, kind, subject, lane, due_at)
                      select 'intent/' || id, 'intent', id, :lane, now()
                      from (select cast(unnest(:ids) as text) as id) ids order by 1
                      """)
                  .bindArray("ids", UUID.class, intents)
                  .bind("lane", (tracked ? Lane.STARTS : Lane.DELIVERIES).rank())
                  .execute();
              handle.execute("select pg_notify(?, '')", Carriage.CHANNEL);
              return intents;
            });
  }

  /** New agents whose workflow nobody waits for, as Intake writes them. */
  List<AgentAddress> agents(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> new AgentAddress(AGENT + "-" + i))
        .peek(
            agent ->
                ledger
                    .jdbi()
                    .useTransaction(
                        handle -> {
                          Accounts.ensure(handle, AccountKey.agent(agent), "test");
                          handle.execute(
                              "insert into carriage (workflow_id, kind, subject, lane, due_at)"
                                  + " values (?, 'agent', ?, ?, now())",
                              WorkflowIds.agent(agent),
                              agent.value(),
                              Lane.STARTS.rank());
                        }))
        .toList();
  }

  /** Someone who is to be told of an alert of the agent's, which its workflow hears. */
  long alert(String addressee) {
    return alert(addressee, 80);
  }

  /** The same of a threshold of one rule. */
  long alert(String addressee, int threshold) {
    long id = facts.notification(AGENT, addressee, threshold);
    ledger.jdbi().useTransaction(handle -> Carriage.markAgent(handle, AGENT));
    return id;
  }

  /** One whose news went astray two hours ago. */
  long alertWithoutNews(String addressee) {
    long id = facts.notification(AGENT, addressee);
    facts.execute(
        "update notification set updated_at = now() - interval '2 hours' where id = ?", id);
    return id;
  }

  boolean isTold(long notification) {
    return facts.one(
        Boolean.class, "select status = 'delivered' from notification where id = ?", notification);
  }

  /** Something about these changed that their workflows must hear. */
  void news(List<UUID> intents) {
    ledger
        .jdbi()
        .useTransaction(
            handle -> {
              intents.forEach(id -> Accounts.raise(handle, List.of(AccountKey.intent(id))));
              Carriage.markIntents(handle, intents);
            });
  }

  long version(UUID intent) {
    return ledger.snapshots().intent(intent).orElseThrow().half().version();
  }

  Intent intent(UUID id) {
    return ledger.intents().require(id);
  }

  IntentStatus status(UUID id) {
    return intent(id).status();
  }

  IntentView view(UUID id) {
    return client.newUntypedWorkflowStub(WorkflowIds.intent(id)).query("view", IntentView.class);
  }

  boolean isKnown(UUID id) {
    return new TemporalDoor(client).describe(WorkflowIds.intent(id)).isPresent();
  }

  boolean hasRun(UUID id) {
    return isKnown(id) && !new TemporalDoor(client).isQueued(WorkflowIds.intent(id));
  }

  /** How many wait in the lane. */
  long due(Lane lane) {
    return ledger.carriage().backlog().due(lane);
  }

  boolean isKnown(AgentAddress agent) {
    return new TemporalDoor(client).describe(WorkflowIds.agent(agent)).isPresent();
  }

  long count(List<UUID> intents, IntentStatus status) {
    return ledger
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from intent where status = :status and id = any(:ids)")
                    .bind("status", status.name())
                    .bindArray("ids", UUID.class, intents)
                    .mapTo(Long.class)
                    .one());
  }

  /** How many signals the workflow was sent. */
  long signals(UUID id) {
    return client.fetchHistory(WorkflowIds.intent(id)).getEvents().stream()
        .filter(event -> event.hasWorkflowExecutionSignaledEventAttributes())
        .count();
  }

  boolean nothingDue() {
    return ledger.carriage().backlog().due() == 0
        && ledger
                .jdbi()
                .withHandle(
                    handle ->
                        handle
                            .createQuery(
                                "select count(*) from carriage where leased_by is not null")
                            .mapTo(Long.class)
                            .one())
            == 0;
  }

  /** Temporal restarts without its memory; workers and clients connect anew. */
  void loseTemporal() {
    couriers.forEach(World::stop);
    couriers.clear();
    stopWorker();
    temporal.goAway();
    stubs.shutdownNow();
    temporal.forget();
    temporal.comeBack();
    stubs = temporal.connect();
    client = InMemoryTemporal.client(stubs);
    withWorker();
  }

  /** PostgreSQL takes no connections to this ledger, and breaks those there are. */
  void loseLedger() {
    administer("alter database " + database() + " with allow_connections false");
    administer(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + database()
            + "'");
  }

  void giveLedgerBack() {
    administer("alter database " + database() + " with allow_connections true");
  }

  /** A connection to the ledger's database beside those of the ledger. */
  Connection connection() throws SQLException {
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }

  private String database() {
    String url = settings.jdbcUrl();
    String path = url.substring(url.lastIndexOf('/') + 1);
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private static void administer(String sql) {
    try (Connection connection = TestDatabase.server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void stop(Courier courier) {
    try {
      courier.stop();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    couriers.forEach(World::stop);
    stewards.forEach(Steward::close);
    if (worker != null) {
      worker.shutdownNow();
    }
    stubs.shutdownNow();
    temporal.close();
    ledger.close();
  }
}
