package dev.purser.workflows;

import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.messages.ChannelTest;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.UUID;

/** How workflows are started, by whoever starts them. */
public final class WorkflowStarts {
  /** How long a task that was lost with its worker, or thrown away by a server, is missed. */
  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration LONGEST_TEST = Duration.ofSeconds(10);

  private static final int LONGEST_SUMMARY = 200;

  private WorkflowStarts() {}

  /** An intent's: once and never again, also after it has closed. */
  public static WorkflowOptions intent(IntentStart start) {
    String what = start.task() == null ? start.intentType() : start.task();
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.intent(start.intentId()))
        .setTaskQueue(TaskQueues.PURSER)
        .setWorkflowTaskTimeout(TASK_TIMEOUT)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setStaticSummary(bounded((what == null ? "intent" : what) + " for " + start.agent()))
        .build();
  }

  /** An agent's: the one that runs, or a new one. */
  public static WorkflowOptions agent(AgentStart start) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.agent(start.address()))
        .setTaskQueue(TaskQueues.PURSER)
        .setWorkflowTaskTimeout(TASK_TIMEOUT)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary(bounded("agent " + start.address()))
        .build();
  }

  /** A channel's test: over within seconds, with or without an answer. */
  public static WorkflowOptions channelTest(ChannelTest test) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId("channel-test/" + test.channel() + "/" + UUID.randomUUID())
        .setTaskQueue(TaskQueues.PURSER)
        .setWorkflowTaskTimeout(TASK_TIMEOUT)
        .setWorkflowRunTimeout(LONGEST_TEST)
        .setStaticSummary(bounded("test of channel " + test.channel()))
        .build();
  }

  /** The daily summary's: the one that runs, or a new one. */
  public static WorkflowOptions summary() {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.SUMMARY)
        .setTaskQueue(TaskQueues.PURSER)
        .setWorkflowTaskTimeout(TASK_TIMEOUT)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("daily summary")
        .build();
  }

  /** Temporal takes at most 200 bytes, and its UI reads them as Markdown. */
  private static String bounded(String summary) {
    String ascii = summary.replaceAll("[^\\x20-\\x7e]", "?");
    int length = Math.min(ascii.length(), LONGEST_SUMMARY);
    while (Markdown.text(ascii.substring(0, length)).length() > LONGEST_SUMMARY) {
      length--;
    }
    return Markdown.text(ascii.substring(0, length));
  }
}
