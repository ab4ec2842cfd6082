package dev.purser.sdk;

import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** For tests: delivers one intent until it is completed, failed or stopped. */
@WorkflowInterface
public interface CourierWorkflow {
  @WorkflowMethod
  DeliveryResult deliver(Delivery first);

  /** Has the delivery cancelled. */
  @SignalMethod
  void stop();

  /** What became of the deliveries that were lost. */
  @QueryMethod
  List<String> lost();
}
