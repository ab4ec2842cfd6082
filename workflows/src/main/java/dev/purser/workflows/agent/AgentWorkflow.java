package dev.purser.workflows.agent;

import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One agent's status, timers, alerts and fan-out; lives for ever. */
@WorkflowInterface
public interface AgentWorkflow {
  /** Its name in Temporal. */
  String TYPE = "AgentWorkflow";

  /** Never ends. */
  @WorkflowMethod(name = TYPE)
  void run(AgentStart start);

  /** The newest snapshot, from the courier. */
  @SignalMethod
  void news(AgentNews news);

  /** A person stops the agent; only a person lets it go. */
  @UpdateMethod
  Ack pause(Act act);

  /** Releases a person's pause or kill and the agent's own limits; never a scope's hold. */
  @UpdateMethod
  Ack resume(ResumeAct act);

  /** A person ends all of its intents and lets it take no new ones. */
  @UpdateMethod
  Ack kill(Act act);

  /** Where it stands. */
  @QueryMethod
  AgentView view();
}
