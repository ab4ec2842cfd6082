package dev.purser.workflows.delivery;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the workers of an agent run, on the task queue {@code agent:<address>}. */
@ActivityInterface
public interface DeliveryActivity {
  /** The name under which workers in any language offer it. */
  String TYPE = "deliver";

  /**
   * Works on the intent. Cancellation means stop: answer {@code stopped}. Heartbeats carry a {@link
   * Beat}. Temporal does not retry it: each delivery has its own number.
   */
  @ActivityMethod(name = TYPE)
  DeliveryResult deliver(Delivery delivery);
}
