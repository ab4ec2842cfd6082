package dev.purser.standalone.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import dev.purser.sdk.Killed;
import dev.purser.sdk.Parked;
import dev.purser.sdk.Purser;
import dev.purser.sdk.Spend;
import dev.purser.sdk.TrackedTask;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that Purser does not deliver, tracked by the sdk, against everything in one process. */
final class TestTaskOnPurser {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\\n((?:(?!```).)*Purser\\.client.*?)```", Pattern.DOTALL);
  private static final Duration LONGEST = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static Standalone server;

  private final String agent = "agent://myorg/production/" + UUID.randomUUID();

  @BeforeAll
  static void open() {
    server = Standalone.start(new Standalone.Options(folder, Ports.anyFree(), "embedded"));
  }

  @AfterAll
  static void shut() {
    server.close();
  }

  private Purser client() {
    return Purser.client(server.url(), server.adminKey(), folder.resolve("spool"));
  }

  private static JsonNode intent(String id) {
    return server.client().get(Target.intentPath(id)).path("intent");
  }

  private static String status(String id) {
    return intent(id).path("status").asText();
  }

  private void call(TrackedTask task) {
    task.meter().call(Usd.of("0.30"), call -> "answer", said -> Spend.of(Usd.of("0.30")));
  }

  private void limit() {
    String rules =
        "{\"rules\": [{\"period\": \"day\", \"limit_usd\": 0.5, \"action\": \"pause\"}]}";
    server.client().setPolicy(agent, rules);
  }

  @Test
  void isCompletedWithItsResultAndItsCost() {
    String id;
    try (Purser purser = client();
        TrackedTask task = purser.task(agent, "ticket-4711")) {
      call(task);
      task.complete(Map.of("answer", 42));
      id = String.valueOf(task.intentId());
    }
    await().atMost(LONGEST).until(() -> status(id).equals("COMPLETED"));
    JsonNode done = intent(id);
    assertThat(done.path("task").asText()).isEqualTo("ticket-4711");
    assertThat(done.path("cost_usd").decimalValue()).isEqualByComparingTo("0.3");
    assertThat(done.path("result").path("answer").asInt()).isEqualTo(42);
  }

  @Test
  void aBlockThatBreaksHasFailed() {
    String[] id = new String[1];
    assertThatThrownBy(
            () -> {
              try (Purser purser = client();
                  TrackedTask task = purser.task(agent, "t")) {
                id[0] = String.valueOf(task.intentId());
                throw new IllegalStateException("broken");
              }
            })
        .hasMessage("broken");
    await().atMost(LONGEST).until(() -> status(id[0]).equals("FAILED"));
  }

  @Test
  void whatALimitParksWaitsAndGoesOnUnderItsName() {
    limit();
    try (Purser purser = client()) {
      String id;
      try (TrackedTask task = purser.task(agent, "t")) {
        id = String.valueOf(task.intentId());
        call(task);
        assertThatThrownBy(() -> call(task)).isInstanceOf(Parked.class);
        assertThatThrownBy(task::complete).as("it was told to stop").isInstanceOf(Parked.class);
      }
      assertThat(status(id)).isNotIn("COMPLETED", "FAILED");
      assertThatThrownBy(() -> purser.task(agent, "t")).isInstanceOf(Parked.class);

      server
          .client()
          .post(Target.agentPath(agent) + "/resume", PurserClient.object().put("grant_usd", 5));
      await()
          .atMost(LONGEST)
          .ignoreExceptions()
          .until(
              () -> {
                try (TrackedTask task = purser.task(agent, "t")) {
                  call(task);
                  task.complete();
                  return id.equals(task.intentId());
                }
              });
    }
  }

  @Test
  void aKilledAgentGetsNoTask() {
    server.client().post("/v1/mesh/metrics", report());
    server
        .client()
        .post(Target.agentPath(agent) + "/kill", PurserClient.object().put("reason", "loops"));
    try (Purser purser = client()) {
      assertThatThrownBy(() -> purser.task(agent, "t")).isInstanceOf(Killed.class);
    }
  }

  private ObjectNode report() {
    return PurserClient.object().put("agent", agent).put("cost_usd", 0.01);
  }

  @Test
  void theExampleOfReadmeRuns() throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(example.find()).isTrue();
    Path file = Files.writeString(folder.resolve("Tickets.java"), example.group(1));
    String path = System.getProperty("java.class.path");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", path, "-d", folder.toString(), file.toString()))
        .isZero();
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder run =
        new ProcessBuilder(java, "-cp", folder + File.pathSeparator + path, "Tickets", "ticket-17");
    run.environment().put("PURSER_URL", server.url());
    run.environment().put("PURSER_API_KEY", server.adminKey());
    Process process = run.directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    JsonNode found = server.client().get("/v1/intents?task=ticket-17").at("/intents/0");
    assertThat(found.path("cost_usd").decimalValue()).isEqualByComparingTo("0.03");
    await()
        .atMost(LONGEST)
        .until(() -> status(found.path("intent_id").asText()).equals("COMPLETED"));
  }
}
