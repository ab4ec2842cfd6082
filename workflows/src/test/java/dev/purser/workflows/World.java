package dev.purser.workflows;

import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.agent.AgentWorkflowImpl;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.IntentWorkflowImpl;
import dev.purser.workflows.messages.ChannelTestWorkflowImpl;
import dev.purser.workflows.summary.SummarySettings;
import dev.purser.workflows.summary.SummaryStart;
import dev.purser.workflows.summary.SummaryWorkflow;
import dev.purser.workflows.summary.SummaryWorkflowImpl;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Temporal in memory with skipped time, workflows over a fake ledger, and one agent. */
final class World implements AutoCloseable {
  static final String AGENT = "agent://acme/bot";

  /**
   * For how long a test waits for real; time stands still for workflows that have nothing to do.
   */
  static final Duration LONGEST = Duration.ofSeconds(30);

  final FakeLedger ledger = new FakeLedger();
  final TestWorkflowEnvironment env;
  final FakeMessages messages = new FakeMessages(this::now);
  final FakeSummaries summaries = new FakeSummaries(this::now);
  final List<Delivery> delivered = new CopyOnWriteArrayList<>();

  /** What the agent does with a delivery. */
  volatile Function<Delivery, DeliveryResult> handler = World::untilStopped;

  World() {
    this(true, Instant.now());
  }

  World(boolean withAgent, Instant begins) {
    env =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(PurserDataConverter.create())
                        .validateAndBuildWithDefaults())
                .setInitialTime(begins)
                .build());
    for (var key : Attributes.ALL) {
      env.registerSearchAttribute(key.getName(), key.getValueType());
    }
    Worker worker = env.newWorker(TaskQueues.PURSER, options());
    worker.registerWorkflowImplementationTypes(
        IntentWorkflowImpl.class,
        AgentWorkflowImpl.class,
        ChannelTestWorkflowImpl.class,
        SummaryWorkflowImpl.class);
    worker.registerActivitiesImplementations(ledger);
    env.newWorker(TaskQueues.MESSAGES, options())
        .registerActivitiesImplementations(messages, summaries);
    if (withAgent) {
      Worker agent = env.newWorker(TaskQueues.agent(AGENT), options());
      agent.registerActivitiesImplementations((DeliveryActivity) this::deliver);
    }
    env.start();
  }

  private static WorkerOptions options() {
    // The detector's second is over too soon on a machine that is busy.
    return WorkerOptions.newBuilder()
        .setDefaultDeadlockDetectionTimeout(20_000)
        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
        .build();
  }

  private DeliveryResult deliver(Delivery delivery) {
    delivered.add(delivery);
    return handler.apply(delivery);
  }

  /** Beats until it is cancelled, then stops as asked. */
  static DeliveryResult untilStopped(Delivery delivery) {
    while (true) {
      try {
        Activity.getExecutionContext().heartbeat(null);
        Thread.sleep(20);
      } catch (ActivityCompletionException e) {
        return DeliveryResult.stopped(
            Directive.PARK, 0, 0, "{\"at\":" + delivery.delivery() + "}", delivery.delivery());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  WorkflowClient client() {
    return env.getWorkflowClient();
  }

  IntentWorkflow start(IntentStart start) {
    IntentWorkflow intent = prepare(start);
    WorkflowClient.start(intent::run, start);
    return intent;
  }

  IntentWorkflow prepare(IntentStart start) {
    return client().newWorkflowStub(IntentWorkflow.class, WorkflowStarts.intent(start));
  }

  AgentWorkflow start(AgentStart start) {
    AgentWorkflow agent =
        client().newWorkflowStub(AgentWorkflow.class, WorkflowStarts.agent(start));
    WorkflowClient.start(agent::run, start);
    return agent;
  }

  /** As a worker does when it starts. */
  SummaryWorkflow start(SummarySettings settings) {
    SummaryStart start = SummaryStart.of(settings);
    client()
        .newUntypedWorkflowStub(SummaryWorkflow.TYPE, WorkflowStarts.summary())
        .signalWithStart("settings", new Object[] {settings}, new Object[] {start});
    return client().newWorkflowStub(SummaryWorkflow.class, WorkflowIds.SUMMARY);
  }

  /** Until it has closed. */
  void awaitClosed(IntentWorkflow intent) {
    WorkflowStub.fromTyped(intent).getResult(Void.class);
  }

  Instant now() {
    return Instant.ofEpochMilli(env.currentTimeMillis());
  }

  void sleep(Duration time) {
    env.sleep(time);
  }

  void awaitStatus(IntentStatus status) {
    await("journaled " + status).atMost(LONGEST).until(() -> ledger.status().equals(status.name()));
  }

  void awaitDelivered(int times) {
    await(times + " deliveries").atMost(LONGEST).until(() -> delivered.size() >= times);
  }

  static IntentStart intent() {
    return intent(false, null);
  }

  static IntentStart intent(boolean tracked, Instant deadline) {
    return new IntentStart(
        UUID.randomUUID().toString(),
        AGENT,
        1,
        "review.pull_request.v1",
        UUID.randomUUID().toString(),
        "{\"pr\":1}",
        "T-1",
        Map.of("team", "a"),
        tracked,
        5_000_000_000L,
        deadline,
        2,
        30_000,
        true,
        IntentStatus.SUBMITTED,
        List.of(),
        0,
        null,
        0,
        15_000L,
        75_000L,
        false,
        null);
  }

  /** Temporal's time does not skip while an activity runs: so this one is short. */
  static IntentStart impatient(IntentStart start, long heartbeatTimeoutMillis) {
    return new IntentStart(
        start.intentId(),
        start.agent(),
        start.run(),
        start.intentType(),
        start.correlationId(),
        start.payload(),
        start.task(),
        start.tags(),
        start.tracked(),
        start.limitNanos(),
        start.deadlineAt(),
        start.maxDeliveryAttempts(),
        heartbeatTimeoutMillis,
        start.attributes(),
        start.status(),
        start.holds(),
        start.delivery(),
        start.checkpoint(),
        start.checkpointSeq(),
        start.assumedInNanos(),
        start.assumedOutNanos(),
        start.newsFollows(),
        null);
  }

  /** Started before the courier came, who is on its way. */
  static IntentStart outOfTurn(IntentStart start) {
    return new IntentStart(
        start.intentId(),
        start.agent(),
        start.run(),
        start.intentType(),
        start.correlationId(),
        start.payload(),
        start.task(),
        start.tags(),
        start.tracked(),
        start.limitNanos(),
        start.deadlineAt(),
        start.maxDeliveryAttempts(),
        start.heartbeatTimeoutMillis(),
        start.attributes(),
        start.status(),
        start.holds(),
        start.delivery(),
        start.checkpoint(),
        start.checkpointSeq(),
        start.assumedInNanos(),
        start.assumedOutNanos(),
        true,
        null);
  }

  /** A limit that was reached. */
  static HoldLine limit(HoldKind kind, long id, Instant at, Instant resumesAt) {
    return new HoldLine(
        kind,
        kind == HoldKind.AGENT ? AGENT : "somewhere",
        id,
        "day $50.00 pause",
        1,
        null,
        "$50.01 of $50.00 spent",
        "r-1",
        at,
        resumesAt,
        Directive.PARK,
        false);
  }

  static HoldLine soft(HoldLine line) {
    return HoldLine.of(line.toHold(), line.directive(), true);
  }

  static HoldLine killing(HoldLine line) {
    return HoldLine.of(line.toHold(), Directive.KILL, false);
  }

  @Override
  public void close() {
    env.close();
  }
}
