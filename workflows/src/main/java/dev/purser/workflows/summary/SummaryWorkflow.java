package dev.purser.workflows.summary;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Tells every morning of the day before; lives for as long as there is anyone to tell. */
@WorkflowInterface
public interface SummaryWorkflow {
  /** Its name in Temporal. */
  String TYPE = "SummaryWorkflow";

  /** Ends when nobody is to be told any more. */
  @WorkflowMethod(name = TYPE)
  void run(SummaryStart start);

  /** The settings that hold from now on, from a worker that starts. */
  @SignalMethod
  void settings(SummarySettings settings);

  /** Where it stands. */
  @QueryMethod
  SummaryView view();
}
