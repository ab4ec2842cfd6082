package dev.purser.api.courier;

import com.google.protobuf.Timestamp;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.TemporalAway;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is asked of Temporal beyond its client: each within seconds. */
public final class TemporalDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(20);

  /** Started, signaled, and a task scheduled for a worker. */
  private static final int EVENTS_OF_A_START = 3;

  private final WorkflowClient client;

  TemporalDoor(WorkflowClient client) {
    this.client = client;
  }

  /** The same connection for callers that cannot wait a minute for Temporal to come back. */
  public static WorkflowServiceStubsOptions impatient(WorkflowServiceStubsOptions options) {
    return WorkflowServiceStubsOptions.newBuilder(options)
        .setRpcTimeout(PATIENCE)
        .setRpcRetryOptions(
            RpcRetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(50))
                .setMaximumInterval(Duration.ofSeconds(1))
                .setExpiration(PATIENCE)
                .validateBuildWithDefaults())
        .build();
  }

  /** The same client, speaking as Purser's workflows do. */
  public static WorkflowClientOptions speaking(WorkflowClientOptions options) {
    return options.toBuilder().setDataConverter(PurserDataConverter.create()).build();
  }

  /** How the newest run of the workflow stands; empty: Temporal has never heard of it. */
  Optional<WorkflowExecutionStatus> describe(String workflowId) {
    return describing(workflowId)
        .map(description -> description.getWorkflowExecutionInfo().getStatus());
  }

  /**
   * Whether the workflow was started and no worker has seen it. One that got another signal
   * meanwhile counts as seen: nobody waits for it twice.
   */
  boolean isQueued(String workflowId) {
    return describing(workflowId)
        .filter(
            description ->
                description.getWorkflowExecutionInfo().getHistoryLength() <= EVENTS_OF_A_START)
        .isPresent();
  }

  private Optional<DescribeWorkflowExecutionResponse> describing(String workflowId) {
    try {
      return Optional.of(
          service()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(namespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether a worker has asked for this queue's activities within that time; empty: this server
   * does not say.
   */
  Optional<Boolean> isPolled(String taskQueue, Duration within) {
    try {
      return Optional.of(polledSince(taskQueue, secondsAgo(within)));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean polledSince(String taskQueue, Timestamp since) {
    return service()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .build())
        .getPollersList()
        .stream()
        .anyMatch(poller -> poller.getLastAccessTime().getSeconds() >= since.getSeconds());
  }

  /**
   * Whether some worker has begun an activity of this type that the workflow waits for; empty: it
   * waits for none.
   */
  Optional<Boolean> hasBegun(String workflowId, String activityType) {
    return describing(workflowId)
        .flatMap(
            description ->
                description.getPendingActivitiesList().stream()
                    .filter(activity -> activity.getActivityType().getName().equals(activityType))
                    .map(
                        activity ->
                            activity.getState()
                                != PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
                    .findFirst());
  }

  private static Timestamp secondsAgo(Duration time) {
    long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    return Timestamp.newBuilder().setSeconds(now - time.toSeconds()).build();
  }

  /** Whether Temporal answers. */
  boolean answers() {
    try {
      var unused = service().getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      return !TemporalAway.isToldBy(e);
    }
  }

  /**
   * Updates a workflow, under one id for all tries: where news reaches a workflow that is about to
   * end, Temporal gives up on the update, and may carry it out all the same.
   */
  <R> R update(String workflowId, String name, Class<R> type, Object word) {
    UpdateOptions<R> update =
        UpdateOptions.newBuilder(type)
            .setUpdateName(name)
            .setUpdateId(UUID.randomUUID().toString())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    WorkflowStub workflow = client.newUntypedWorkflowStub(workflowId);
    while (true) {
      try {
        return workflow.startUpdate(update, word).getResult();
      } catch (WorkflowServiceException e) {
        if (!isGivenUp(e)) {
          throw e;
        }
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  /** "Unable to perform workflow execution update due to unexpected workflow task failure". */
  private static boolean isGivenUp(WorkflowServiceException failure) {
    return failure.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.FAILED_PRECONDITION;
  }

  private WorkflowServiceBlockingStub service() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }
}
