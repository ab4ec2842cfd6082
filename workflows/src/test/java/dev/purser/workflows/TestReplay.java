package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.workflows.agent.AgentWorkflowImpl;
import dev.purser.workflows.intent.IntentWorkflowImpl;
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
    assertThat(histories()).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replays(String name) throws Exception {
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
      worker.registerWorkflowImplementationTypes(IntentWorkflowImpl.class, AgentWorkflowImpl.class);

      worker.replayWorkflowExecution(Files.readString(FOLDER.resolve(name)));
    }
  }
}
