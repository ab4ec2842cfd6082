package dev.purser.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.PostgresServer;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.story.UpProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processes write, started as docker-compose.yml and ./purser start them. */
final class TestLogs {
  private static final String TEMPORAL_KEY = "Bearer-marker-of-the-key-to-Temporal";
  private static final String PAYLOAD = "marker-of-a-payload";
  private static final String LINE =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z (INFO |WARN |ERROR) \\[.*";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @Test
  void areDatedLinesOfInfoWithoutAnythingSecret() throws Exception {
    String all = run(Map.of());
    assertThat(all.lines().filter(line -> line.contains(" [")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches(LINE));
    assertNothingSecret(all);
  }

  @Test
  void holdNothingSecretWhereEverythingIsLogged() throws Exception {
    assertNothingSecret(run(Map.of("PURSER_LOG_LEVEL", "TRACE")));
  }

  @Test
  void areJsonWhereThatIsAskedFor() throws Exception {
    String all = run(Map.of("PURSER_LOG_FORMAT", "json"));
    List<String> lines = all.lines().toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      assertThat(event.path("@timestamp").asText()).matches("[0-9-]{10}T[0-9:.]+Z");
      assertThat(event.path("level").asText()).isIn("INFO", "WARN", "ERROR");
      assertThat(event.path("message").isTextual()).isTrue();
    }
    assertNothingSecret(all);
  }

  @Test
  void ofTheStandaloneProcessHoldNothingSecretEither() throws Exception {
    try (UpProcess up =
        UpProcess.start(
            folder,
            Ports.anyFree(),
            "embedded",
            Map.of(
                "PURSER_LOG_FORMAT",
                "json",
                "PURSER_LOG_LEVEL",
                "TRACE",
                "TEMPORAL_GRPC_META_AUTHORIZATION",
                TEMPORAL_KEY))) {
      createIntent(up.client());
      String log = Files.readString(folder.resolve("logs").resolve("purser.log"));
      for (String line : log.lines().toList()) {
        assertThat(JSON.readTree(line).path("@timestamp").asText()).endsWith("Z");
      }
      assertThat(log)
          .isNotEmpty()
          .doesNotContain(TEMPORAL_KEY, PAYLOAD)
          .doesNotContain(Files.readString(DataDirectory.adminKeyFile(folder)).strip());
    }
  }

  /** What api-server and worker write while an intent is made and reaches its workflow. */
  private String run(Map<String, String> settings) throws Exception {
    Map<String, String> environment =
        Stream.concat(
                settings.entrySet().stream(),
                Stream.of(Map.entry("TEMPORAL_GRPC_META_AUTHORIZATION", TEMPORAL_KEY)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer postgres = PostgresServer.start(directory);
        TemporalServer temporal = TemporalServer.start("embedded", directory);
        Cluster cluster = new Cluster(folder, postgres, temporal.target(), environment)) {
      cluster.start();
      createIntent(new PurserClient(cluster.url(), Cluster.ADMIN_KEY));
      return cluster.output("api-server") + cluster.output("worker");
    }
  }

  private static void createIntent(PurserClient client) {
    ObjectNode intent = PurserClient.object();
    intent.put("intent_type", "test.triage.v1");
    intent.put("correlation_id", UUID.randomUUID().toString());
    intent.put("to_agent", "agent://org/prod/logged");
    intent.putObject("payload").put("secret", PAYLOAD);
    String id = client.post("/v1/intents", intent).path("intent_id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> client.get("/v1/intents/" + id).at("/intent/status").asText(),
            status -> !status.equals("CREATED"));
  }

  private static void assertNothingSecret(String output) {
    assertThat(output).doesNotContain(TEMPORAL_KEY, Cluster.ADMIN_KEY, PAYLOAD, "purser:purser");
  }
}
