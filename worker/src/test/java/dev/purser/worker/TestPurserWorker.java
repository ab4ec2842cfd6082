package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.activities.telling.Telling;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.TaskQueues;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import dev.purser.workflows.summary.SummarySettings;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker between a real ledger and Temporal in memory. */
@Timeout(120)
final class TestPurserWorker {
  private static final AgentAddress AGENT = AgentAddress.parse("acme/bot");
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final Ledger ledger = Ledger.open(TestDatabase.fresh());
  private final List<Delivery> delivered = new CopyOnWriteArrayList<>();
  private TestWorkflowEnvironment temporal;
  private PurserWorker worker;
  private WorkerFactory agents;
  private volatile Function<Delivery, DeliveryResult> handler = TestPurserWorker::untilStopped;

  @BeforeEach
  void start() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(PurserDataConverter.create())
                        .validateAndBuildWithDefaults())
                .build());
    worker =
        PurserWorker.start(
            client(),
            ledger,
            WorkerSettings.IN_PROCESS,
            Telling.of(
                ledger,
                new RecordingSender(),
                URI.create("http://127.0.0.1:8080"),
                SummarySettings.NONE));
    agents = WorkerFactory.newInstance(client());
    agents
        .newWorker(
            TaskQueues.agent(AGENT),
            io.temporal.worker.WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(200))
                .build())
        .registerActivitiesImplementations(
            (DeliveryActivity)
                delivery -> {
                  delivered.add(delivery);
                  return handler.apply(delivery);
                });
    agents.start();
  }

  @AfterEach
  void stop() {
    agents.shutdownNow();
    worker.close();
    temporal.close();
    ledger.close();
  }

  private WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  private static DeliveryResult untilStopped(Delivery delivery) {
    while (true) {
      try {
        Activity.getExecutionContext().heartbeat(null);
        Thread.sleep(20);
      } catch (ActivityCompletionException e) {
        return DeliveryResult.stopped(Directive.PARK, 0, 0, null, 0);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private UUID create() {
    UUID id = UUID.randomUUID();
    ledger
        .intake()
        .submit(
            new Request.Create(
                AGENT,
                id,
                null,
                "hash",
                "test",
                "test",
                null,
                "a.b.v1",
                UUID.randomUUID(),
                null,
                null,
                "{\"n\":1}",
                "T-" + id,
                Map.of(),
                Usd.of("5"),
                null,
                null,
                3))
        .join();
    return id;
  }

  private IntentWorkflow start(UUID id) {
    long run = ledger.carriage().nextRun();
    IntentStart start =
        new IntentStart(
            id.toString(),
            AGENT.value(),
            run,
            "a.b.v1",
            null,
            "{\"n\":1}",
            "T-1",
            Map.of(),
            false,
            5_000_000_000L,
            null,
            3,
            2_000,
            worker.hasSearchAttributes(),
            IntentStatus.SUBMITTED,
            List.of(),
            0,
            null,
            0,
            null,
            null,
            false,
            null);
    IntentWorkflow intent =
        client().newWorkflowStub(IntentWorkflow.class, WorkflowStarts.intent(start));
    WorkflowClient.start(intent::run, start);
    return intent;
  }

  private AgentWorkflow startAgent() {
    long run = ledger.carriage().nextRun();
    AgentStart start = new AgentStart(AGENT.value(), run, worker.hasSearchAttributes(), null, null);
    AgentWorkflow agent =
        client().newWorkflowStub(AgentWorkflow.class, WorkflowStarts.agent(start));
    WorkflowClient.start(agent::run, start);
    return agent;
  }

  private IntentStatus status(UUID id) {
    return ledger.intents().require(id).status();
  }

  @Test
  void anIntentIsDeliveredAndItsEndJournaled() {
    handler = delivery -> DeliveryResult.completed("{\"done\":true}");
    UUID id = create();

    start(id);

    await("it is completed").atMost(LONGEST).until(() -> status(id) == IntentStatus.COMPLETED);
    assertThat(ledger.intents().require(id).result().toString()).isEqualTo("{\"done\":true}");
    assertThat(ledger.intents().events(id, 0, 10))
        .extracting(event -> event.eventType())
        .containsExactly(
            "intent.created", "intent.submitted", "intent.delivered", "intent.completed");
    // This server has no operator's service: Purser runs without them, and says so.
    assertThat(worker.hasSearchAttributes()).isFalse();
  }

  @Test
  void aPauseOfTheAgentReachesItsIntentsAndAResumeToo() {
    UUID id = create();
    start(id);
    await("it is delivered").atMost(LONGEST).until(() -> delivered.size() == 1);
    AgentWorkflow agent = startAgent();

    Ack paused = agent.pause(new Act("ann", "look"));

    assertThat(paused.status()).isEqualTo("PAUSED");
    await("it waits").atMost(LONGEST).until(() -> status(id) == IntentStatus.WAITING);
    var half = ledger.snapshots().agent(AGENT).orElseThrow();
    assertThat(half.status()).isEqualTo(AgentStatus.PAUSED);
    assertThat(half.holds().get(0).hold().actor()).isEqualTo("ann");
    agent.resume(new ResumeAct("ann", null, List.of(), half.version()));
    await("it is delivered again").atMost(LONGEST).until(() -> delivered.size() == 2);
    assertThat(ledger.snapshots().agent(AGENT).orElseThrow().status())
        .isEqualTo(AgentStatus.ACTIVE);
  }

  @Test
  void aKillOfTheAgentCancelsFiftyOfItsIntents() {
    List<UUID> ids = java.util.stream.Stream.generate(this::create).limit(50).toList();
    ids.forEach(this::start);
    AgentWorkflow agent = startAgent();
    await("all are on their way")
        .atMost(LONGEST)
        .until(() -> ids.stream().noneMatch(id -> ledger.intents().require(id).delivery() == 0));

    long begin = System.nanoTime();
    agent.kill(new Act("ann", "enough"));

    await("all are canceled")
        .atMost(LONGEST)
        .until(() -> ids.stream().allMatch(id -> status(id) == IntentStatus.CANCELED));
    System.out.println(
        "50 intents canceled after "
            + Duration.ofNanos(System.nanoTime() - begin).toMillis()
            + " ms");
  }

  @Test
  void reportsByTheSecondDoorAreCountedOnceAndParkAtTheIntentsLimit() {
    UUID id = create();
    IntentWorkflow intent = start(id);
    await("it is delivered").atMost(LONGEST).until(() -> delivered.size() == 1);

    intent.report(new ReportBatch(List.of(report("a", 3_000_000_000L), report("bad", -1))));
    intent.report(
        new ReportBatch(List.of(report("a", 3_000_000_000L), report("b", 2_010_000_000L))));

    await("it waits").atMost(LONGEST).until(() -> status(id) == IntentStatus.WAITING);
    assertThat(ledger.intents().require(id).cost()).isEqualTo(Usd.of("5.01"));
    assertThat(intent.view().costNanos()).isEqualTo(5_010_000_000L);
    assertThat(ledger.intents().require(id).parkedBy().reportId()).isEqualTo("b");
  }

  private static ReportLine report(String id, long nanos) {
    return new ReportLine(id, nanos, null, null, 0, 0, 0, 0, 0, null, 1, null, null);
  }
}
