package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.up.Standalone;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees in Temporal's own pages: a parked intent is found and explains itself. */
final class TestTemporalPages {
  @TempDir Path folder;

  @Test
  @Tag("temporal")
  void findsAParkedIntentByItsAttributesAndExplainsIt() {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    Standalone.Options options = new Standalone.Options(folder, Ports.anyFree(), "dev");
    try (Standalone purser = Standalone.start(options)) {
      Story story = new Story(purser.client(), new BigDecimal("0.50"));
      String intent = story.runAway();
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder()
                  .setTarget(purser.temporal().target())
                  .build());
      try {
        assertFound(stubs, story.agent(), "intent/" + intent);
        assertExplained(stubs, "intent/" + intent);
      } finally {
        stubs.shutdownNow();
      }
    }
  }

  private static void assertFound(WorkflowServiceStubs stubs, String agent, String workflow) {
    String query =
        "PurserAgent = '%s' AND PurserStatus = 'WAITING' AND PurserCostUsd >= 50".formatted(agent);
    WorkflowExecutionInfo found = awaitOne(stubs, query);
    assertThat(found.getExecution().getWorkflowId()).isEqualTo(workflow);
    assertThat(attribute(found, "PurserParkedBy")).contains("agent").contains("day");
  }

  private static WorkflowExecutionInfo awaitOne(WorkflowServiceStubs stubs, String query) {
    return await(query)
        .atMost(Story.PATIENCE)
        .until(() -> find(stubs, query), found -> found.size() == 1)
        .get(0);
  }

  private static List<WorkflowExecutionInfo> find(WorkflowServiceStubs stubs, String query) {
    return stubs
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace("default")
                .setQuery(query)
                .build())
        .getExecutionsList();
  }

  private static String attribute(WorkflowExecutionInfo found, String name) {
    return found.getSearchAttributes().getIndexedFieldsOrThrow(name).getData().toStringUtf8();
  }

  private static void assertExplained(WorkflowServiceStubs stubs, String workflow) {
    DescribeWorkflowExecutionResponse description =
        stubs
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                    .build());
    String summary =
        DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
            description.getExecutionConfig().getUserMetadata().getSummary(),
            String.class,
            String.class);
    assertThat(summary).contains("research.ticket.v1");

    WorkflowMetadata metadata =
        WorkflowClient.newInstance(stubs)
            .newUntypedWorkflowStub(workflow)
            .query("__temporal_workflow_metadata", WorkflowMetadata.class);
    assertThat(metadata.getCurrentDetails())
        .contains("50.00")
        .contains("day")
        .contains("purser resume");
  }
}
