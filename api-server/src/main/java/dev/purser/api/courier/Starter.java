package dev.purser.api.courier;

import dev.purser.domain.price.AssumedPrice;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.intent.IntentWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;

/**
 * Starts workflows with what the ledger knows, and gives them the news in the same breath; one that
 * runs already just gets the news.
 */
final class Starter {
  private static final String NEWS = "news";

  private final WorkflowClient client;
  private final Carriage carriage;
  private final SearchAttributes attributes;
  private final Duration heartbeatTimeout;
  private final AssumedPrice assumed;

  /** {@code assumed}: what a workflow takes tokens to cost while the ledger cannot tell it. */
  Starter(
      WorkflowClient client, Carriage carriage, Duration heartbeatTimeout, AssumedPrice assumed) {
    this.assumed = assumed;
    this.client = client;
    this.carriage = carriage;
    this.attributes = new SearchAttributes(client);
    this.heartbeatTimeout = heartbeatTimeout;
  }

  /**
   * Starts the intent's workflow.
   *
   * @throws WorkflowExecutionAlreadyStarted if it has been closed
   */
  void intent(IntentSnapshot snapshot) {
    intent(snapshot, false);
  }

  /** The same before the courier comes, who will come nevertheless. */
  void intentOutOfTurn(IntentSnapshot snapshot) {
    intent(snapshot, true);
  }

  private void intent(IntentSnapshot snapshot, boolean newsFollows) {
    IntentStart start =
        Messages.start(
            snapshot,
            carriage.nextRun(),
            heartbeatTimeout.toMillis(),
            attributes.areRegistered(),
            assumed,
            newsFollows);
    start(IntentWorkflow.TYPE, WorkflowStarts.intent(start), start, Messages.news(snapshot));
  }

  /** Starts the agent's workflow. */
  void agent(IntentSnapshot.AgentHalf agent) {
    AgentStart start = Messages.start(agent, carriage.nextRun(), attributes.areRegistered());
    start(AgentWorkflow.TYPE, WorkflowStarts.agent(start), start, Messages.news(agent));
  }

  private void start(String type, WorkflowOptions options, Object start, Object news) {
    var unused =
        client
            .newUntypedWorkflowStub(type, options)
            .signalWithStart(NEWS, new Object[] {news}, new Object[] {start});
  }
}
