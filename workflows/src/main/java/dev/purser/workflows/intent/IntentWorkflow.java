package dev.purser.workflows.intent;

import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.agent.AgentNews;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One intent from its creation to its end. Updates answer once the ledger has what they changed, or
 * say {@code journaled: false}; a refused one carries a failure of a type in {@link
 * dev.purser.workflows.Refusals}.
 */
@WorkflowInterface
public interface IntentWorkflow {
  /** Its name in Temporal. */
  String TYPE = "IntentWorkflow";

  /** Runs until the intent has ended and the ledger knows. */
  @WorkflowMethod(name = TYPE)
  IntentView run(IntentStart start);

  /** The newest snapshot, from the courier. */
  @SignalMethod
  void news(IntentNews news);

  /** The agent's status changed, from the agent's fan-out. */
  @SignalMethod
  void agentNews(AgentNews news);

  /** The second door: costs from an agent that has a Temporal client and no HTTP. */
  @SignalMethod
  void report(ReportBatch batch);

  /** The worker's word about where it stands. */
  @SignalMethod
  void progress(Progress progress);

  /** Nobody is there any more to take what was claimed: the next one may have it at once. */
  @SignalMethod
  void giveBack(GivenBack claim);

  /** A changed deadline or number of attempts; the ledger has it already. */
  @SignalMethod
  void controls(Controls controls);

  /** A person parks it. */
  @UpdateMethod
  Ack pause(Act act);

  /** Releases its own limit, its task's, its tree's and a person's hold; never the agent's. */
  @UpdateMethod
  Ack resume(ResumeAct act);

  /** Cancels it. */
  @UpdateMethod
  Ack kill(Act act);

  /** Ends it with a result, from whoever worked on it. */
  @UpdateMethod
  Ack resolve(Resolution resolution);

  /** Takes it for a reader without a Temporal worker; the first claim wins. */
  @UpdateMethod
  Claimed claim(Claim claim);

  /** Where it stands. */
  @QueryMethod
  IntentView view();
}
