package dev.purser.workflows;

import static org.awaitility.Awaitility.await;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.GivenBack;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import dev.purser.workflows.summary.SummarySettings;
import dev.purser.workflows.summary.SummaryWorkflow;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Records the histories that {@link TestReplay} replays. Run it, from this module's folder,
 * whenever a workflow gets a new way of doing something, under a new {@code PREFIX}; histories
 * recorded before stay: workflows begun then still run.
 */
final class HistoryRecorder {
  private static final String PREFIX = "v4-";
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  private HistoryRecorder() {}

  public static void main(String[] args) throws IOException {
    Files.createDirectories(FOLDER);
    parkedResumedAndCompleted();
    awayAndKilled();
    claimedAndLost();
    claimedAndGivenBack();
    taskOverMidnight();
    agentPausedAndResumed();
    agentTellsAndGivesUp();
    summaryOverNight();
    summaryForOthers();
    System.exit(0);
  }

  private static void parkedResumedAndCompleted() throws IOException {
    try (World world = new World()) {
      IntentWorkflow intent = world.start(World.intent());
      world.awaitDelivered(1);
      intent.progress(new Progress(1, IntentStatus.ACKNOWLEDGED));
      intent.progress(new Progress(1, IntentStatus.IN_PROGRESS));
      HoldLine limit = World.limit(HoldKind.INTENT, 7, world.now(), null);
      intent.news(world.ledger.setIntent(5_010_000_000L, 5_000_000_000L, limit));
      world.awaitStatus(IntentStatus.WAITING);
      await("it let go")
          .atMost(World.LONGEST)
          .until(() -> intent.view().beneath() == IntentStatus.SUBMITTED);
      world.handler = delivery -> DeliveryResult.completed("{}");
      world.ledger.setIntent(5_010_000_000L, 15_000_000_000L);
      intent.resume(new ResumeAct("ann", null, List.of(7L), world.ledger.intent.version()));
      world.awaitClosed(intent);
      save(world, intent, "intent-parked-resumed-completed");
    }
  }

  private static void awayAndKilled() throws IOException {
    try (World world = new World()) {
      IntentWorkflow intent = world.start(World.intent());
      world.awaitDelivered(1);
      world.ledger.away = true;
      intent.report(
          new ReportBatch(
              List.of(
                  new ReportLine(
                      "a", 6_000_000_000L, null, null, 0, 0, 0, 0, 0, null, 1, null, null))));
      intent.pause(new Act("ann", null));
      intent.kill(new Act("ann", null));
      world.ledger.away = false;
      world.awaitClosed(intent);
      save(world, intent, "intent-away-killed");
    }
  }

  private static void claimedAndLost() throws IOException {
    try (World world = new World(false, Instant.now())) {
      IntentWorkflow intent = world.start(World.intent());
      await("it waits for a worker")
          .atMost(World.LONGEST)
          .until(() -> intent.view().delivery() == 1);
      intent.claim(new Claim("reader", 300, ""));
      await("it is lost").atMost(World.LONGEST).until(() -> intent.view().delivery() == 2);
      intent.kill(new Act("ann", null));
      world.awaitClosed(intent);
      save(world, intent, "intent-claimed-lost");
    }
  }

  /** A reader goes away before it hears that it was granted the intent, and comes again. */
  private static void claimedAndGivenBack() throws IOException {
    try (World world = new World(false, Instant.now())) {
      IntentWorkflow intent = world.start(World.intent());
      await("it waits for a worker")
          .atMost(World.LONGEST)
          .until(() -> intent.view().delivery() == 1);
      intent.claim(new Claim("reader", 600_000, "a"));
      intent.giveBack(new GivenBack("a"));
      await("it is to be had again")
          .atMost(World.LONGEST)
          .until(() -> intent.claim(new Claim("reader", 600_000, "b")).granted());
      intent.kill(new Act("ann", null));
      world.awaitClosed(intent);
      save(world, intent, "intent-claim-given-back");
    }
  }

  private static void taskOverMidnight() throws IOException {
    try (World world = new World()) {
      IntentWorkflow intent = world.start(World.intent(true, world.now().plusSeconds(200_000)));
      Instant midnight = world.now().plusSeconds(3_600);
      intent.news(
          world.ledger.setIntent(1, null, World.limit(HoldKind.TASK, 9, world.now(), midnight)));
      world.awaitStatus(IntentStatus.WAITING);
      world.ledger.setIntent(1, null);
      world.awaitClosed(intent);
      save(world, intent, "intent-task-over-midnight");
    }
  }

  private static void agentPausedAndResumed() throws IOException {
    try (World world = new World()) {
      AgentWorkflow agent =
          world.start(new AgentStart(World.AGENT, 1, true, world.ledger.agent, null));
      Instant midnight = world.now().plusSeconds(3_600);
      agent.news(
          world.ledger.setAgent(
              AgentStatus.ACTIVE, World.limit(HoldKind.AGENT, 3, world.now(), midnight)));
      await("paused")
          .atMost(World.LONGEST)
          .until(() -> world.ledger.agentStatus().equals("PAUSED"));
      world.sleep(Duration.ofSeconds(3_602));
      await("resumed")
          .atMost(World.LONGEST)
          .until(() -> world.ledger.agentStatus().equals("ACTIVE"));
      agent.kill(new Act("ann", null));
      await("told")
          .atMost(World.LONGEST)
          .until(() -> agent.view().told() == world.ledger.agent.version());
      save(world, agent, "agent-paused-resumed-killed");
    }
  }

  private static void agentTellsAndGivesUp() throws IOException {
    try (World world = new World()) {
      Instant raised = world.now();
      world.messages.takes = id -> id != 2;
      world.ledger.setUntold(new Untold(1, raised));
      AgentWorkflow agent =
          world.start(new AgentStart(World.AGENT, 1, true, world.ledger.agent, null));
      agent.news(world.ledger.setUntold(new Untold(1, raised), new Untold(2, raised)));
      await("sent").atMost(World.LONGEST).until(() -> world.messages.arrived.contains(1L));
      agent.pause(new Act("ann", null));
      world.sleep(Duration.ofHours(25));
      await("given up").atMost(World.LONGEST).until(() -> agent.view().untold() == 0);
      agent.news(world.ledger.setUntold(new Untold(2, raised), new Untold(3, world.now())));
      await("sent too").atMost(World.LONGEST).until(() -> world.messages.arrived.contains(3L));
      save(world, agent, "agent-tells-and-gives-up");
    }
  }

  /** The summary of one day, and at last the next run for the next; one addressee is away. */
  private static void summaryOverNight() throws IOException {
    try (World world = new World(false, Instant.parse("2026-03-28T14:00:00Z"))) {
      world.summaries.takes = summary -> !summary.addressee().equals("pager");
      world.start(
          new SummarySettings(List.of("ops@company.com", "pager"), "08:00", "Europe/Berlin"));
      String run = run(world);
      await("one is told").atMost(World.LONGEST).until(() -> world.summaries.arrived.size() == 1);
      world.sleep(Duration.ofHours(20));
      await("the next run").atMost(World.LONGEST).until(() -> !run(world).equals(run));
      save(world.client().fetchHistory(WorkflowIds.SUMMARY, run), "summary-over-night");
    }
  }

  /** One who is away is taken off the list, another comes on it. */
  private static void summaryForOthers() throws IOException {
    try (World world = new World(false, Instant.parse("2026-03-28T14:00:00Z"))) {
      world.summaries.takes = summary -> !summary.addressee().equals("pager");
      SummaryWorkflow workflow =
          world.start(new SummarySettings(List.of("pager"), "08:00", "Europe/Berlin"));
      await("it is tried").atMost(World.LONGEST).until(() -> !world.summaries.tries.isEmpty());
      world.start(new SummarySettings(List.of("ann@company.com"), "09:00", "Europe/Berlin"));
      await("the other is told")
          .atMost(World.LONGEST)
          .until(() -> world.summaries.arrived.size() == 1);
      await("nobody is left").atMost(World.LONGEST).until(() -> workflow.view().inHand().isEmpty());
      save(world, workflow, "summary-for-others");
    }
  }

  private static String run(World world) {
    return world
        .client()
        .newUntypedWorkflowStub(WorkflowIds.SUMMARY)
        .describe()
        .getExecution()
        .getRunId();
  }

  private static void save(World world, Object workflow, String name) throws IOException {
    String id = WorkflowStub.fromTyped(workflow).getExecution().getWorkflowId();
    save(world.client().fetchHistory(id), name);
  }

  private static void save(WorkflowExecutionHistory history, String name) throws IOException {
    String json = history.toJson(true);
    Files.writeString(FOLDER.resolve(PREFIX + name + ".json"), json + "\n");
  }
}
