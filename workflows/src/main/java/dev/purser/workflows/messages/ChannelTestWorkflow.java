package dev.purser.workflows.messages;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Tests one channel, within seconds: the way from the API to those that send. */
@WorkflowInterface
public interface ChannelTestWorkflow {
  /** Its name in Temporal. */
  String TYPE = "ChannelTestWorkflow";

  @WorkflowMethod(name = TYPE)
  ChannelTested run(ChannelTest test);
}
