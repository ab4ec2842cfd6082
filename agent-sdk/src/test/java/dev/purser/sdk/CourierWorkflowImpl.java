package dev.purser.sdk;

import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Redelivers what is lost, with the checkpoint that the last heartbeat carried. */
public final class CourierWorkflowImpl implements CourierWorkflow {
  private final List<String> lost = new ArrayList<>();
  private CancellationScope scope = Workflow.newCancellationScope(() -> {});

  @Override
  public DeliveryResult deliver(Delivery first) {
    Delivery delivery = first;
    while (true) {
      try {
        return once(delivery);
      } catch (ActivityFailure e) {
        lost.add(String.valueOf(e.getCause()));
        delivery = next(delivery, e);
      }
    }
  }

  private DeliveryResult once(Delivery delivery) {
    DeliveryActivity agent =
        Workflow.newActivityStub(
            DeliveryActivity.class,
            ActivityOptions.newBuilder()
                .setTaskQueue("agent:" + delivery.agent())
                .setStartToCloseTimeout(Duration.ofDays(1))
                .setHeartbeatTimeout(Duration.ofMillis(delivery.heartbeatTimeoutMillis()))
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
    DeliveryResult[] result = new DeliveryResult[1];
    scope = Workflow.newCancellationScope(() -> result[0] = agent.deliver(delivery));
    scope.run();
    return result[0];
  }

  private static Delivery next(Delivery last, ActivityFailure failure) {
    String checkpoint = last.checkpoint();
    long seq = last.checkpointSeq();
    if (failure.getCause() instanceof TimeoutFailure timeout
        && timeout.getLastHeartbeatDetails().getSize() > 0) {
      Beat beat = timeout.getLastHeartbeatDetails().get(0, Beat.class);
      if (beat.checkpoint() != null) {
        checkpoint = beat.checkpoint();
        seq = beat.checkpointSeq();
      }
    }
    return new Delivery(
        last.intentId(),
        last.agent(),
        last.delivery() + 1,
        last.intentType(),
        last.correlationId(),
        last.payload(),
        last.task(),
        last.tags(),
        checkpoint,
        seq,
        last.deadlineAt(),
        last.limitNanos(),
        last.remainingNanos(),
        last.heartbeatTimeoutMillis(),
        last.offlineNanos());
  }

  @Override
  public void stop() {
    scope.cancel();
  }

  @Override
  public List<String> lost() {
    return lost;
  }
}
