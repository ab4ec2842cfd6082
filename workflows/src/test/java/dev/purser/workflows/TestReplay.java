package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.workflows.agent.AgentWorkflowImpl;
import dev.purser.workflows.intent.IntentWorkflowImpl;
import dev.purser.workflows.summary.SummaryWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that began under older code go on under this one: they decide again what they decided.
 */
final class TestReplay {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  static List<String> histories() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void thereAreHistories() throws IOException {
    assertThat(histories()).hasSizeGreaterThanOrEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replays(String name) throws Exception {
    replay(Files.readString(FOLDER.resolve(name)));
  }

  /** An api-server of this version may have talked to a worker of the one before. */
  @Test
  void newsThatAnOlderWorkerDidNotUnderstandAreNotActedOnInHindsight() throws Exception {
    String before = Files.readString(FOLDER.resolve("v1-agent-paused-resumed-killed.json"));
    ObjectMapper json = new ObjectMapper();
    JsonNode history = json.readTree(before);
    int changed = 0;
    for (JsonNode event : history.path("events")) {
      JsonNode signal = event.path("workflowExecutionSignaledEventAttributes");
      if (signal.path("signalName").asText().equals("news")) {
        ObjectNode payload = (ObjectNode) signal.path("input").path("payloads").path(0);
        ObjectNode news = (ObjectNode) json.readTree(payload.path("data").binaryValue());
        news.putArray("untold")
            .addObject()
            .put("id", 1)
            .put("alertedAt", event.path("eventTime").asText());
        payload.put("data", json.writeValueAsBytes(news));
        changed++;
      }
    }
    assertThat(changed).isPositive();

    replay(history.toString());
  }

  private static void replay(String history) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PurserDataConverter.create())
                    .validateAndBuildWithDefaults())
            .build();
    try (TestWorkflowEnvironment env = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker =
          env.newWorker(
              TaskQueues.PURSER,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
      worker.registerWorkflowImplementationTypes(
          IntentWorkflowImpl.class, AgentWorkflowImpl.class, SummaryWorkflowImpl.class);

      worker.replayWorkflowExecution(history);
    }
  }
}
