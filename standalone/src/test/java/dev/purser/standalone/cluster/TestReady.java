package dev.purser.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.PostgresServer;
import dev.purser.standalone.embedded.TemporalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processes of docker-compose.yml say of themselves while the ledger comes and goes. */
final class TestReady {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> SERVICES = List.of("api-server", "worker");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @Test
  void followsTheLedgerFromBeforeItIsThereUntilTheProcessEnds() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder);
        TemporalServer temporal = TemporalServer.start("embedded", directory)) {
      PostgresServer postgres = PostgresServer.start(directory);
      try (Cluster cluster =
          new Cluster(folder, postgres, temporal.target(), Map.of("PURSER_DRAIN_SECONDS", "5"))) {
        postgres.close();
        cluster.startUnready();
        for (String service : SERVICES) {
          await(service).atMost(PATIENCE).until(() -> isAlive(cluster, service));
          await(service)
              .atMost(PATIENCE)
              .until(() -> ready(cluster, service).body().contains("database does not answer"));
          assertThat(ready(cluster, service).statusCode()).isEqualTo(503);
          assertThat(get(cluster, service, "/health").statusCode()).isEqualTo(200);
        }

        postgres = PostgresServer.start(directory);
        for (String service : SERVICES) {
          awaitStatus(cluster, service, "ready", 200);
          assertThat(get(cluster, service, "/metrics").body())
              .contains("purser_ready 1.0", "purser_degraded{part=\"ledger\"} 0.0")
              .contains("purser_intake_queue 0.0", "jvm_memory_used_bytes");
        }

        postgres.close();
        for (String service : SERVICES) {
          awaitStatus(cluster, service, "degraded", 200);
          assertThat(json(ready(cluster, service)).at("/degraded/ledger").asText())
              .isEqualTo("does not answer");
          assertThat(get(cluster, service, "/metrics").body())
              .contains("purser_degraded{part=\"ledger\"} 1.0");
        }
        assertThat(get(cluster, "worker", "/metrics").body()).contains("temporal_request_total");

        postgres = PostgresServer.start(directory);
        awaitStatus(cluster, "api-server", "ready", 200);
        Process api = cluster.terminate("api-server");
        awaitStatus(cluster, "api-server", "draining", 503);
        PurserClient client = new PurserClient(cluster.url(), Cluster.ADMIN_KEY);
        assertThat(client.get("/v1/mesh/agents").path("agents").isArray()).isTrue();
        assertThat(api.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
            .isTrue();
      } finally {
        postgres.close();
      }
    }
  }

  @Test
  void waitsForTemporalFromBeforeItIsThere() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer postgres = PostgresServer.start(directory)) {
      TemporalServer temporal = TemporalServer.start("embedded", directory);
      String target = temporal.target();
      try (Cluster cluster = new Cluster(folder, postgres, target, Map.of())) {
        temporal.close();
        cluster.startUnready();
        await("worker").atMost(PATIENCE).until(() -> isAlive(cluster, "worker"));
        await("worker")
            .atMost(PATIENCE)
            .until(() -> ready(cluster, "worker").body().contains("does not answer"));
        assertThat(ready(cluster, "worker").statusCode()).isEqualTo(503);
        assertThat(json(ready(cluster, "worker")).path("reason").asText())
            .isEqualTo("Temporal at " + target + " does not answer (TEMPORAL_ADDRESS)");
        assertThat(get(cluster, "worker", "/health").statusCode()).isEqualTo(200);
        awaitStatus(cluster, "api-server", "degraded", 200);

        temporal = TemporalServer.start("embedded", directory);
        for (String service : SERVICES) {
          awaitStatus(cluster, service, "ready", 200);
        }
        assertThat(cluster.output("worker"))
            .contains("does not answer (TEMPORAL_ADDRESS); waiting");
      } finally {
        temporal.close();
      }
    }
  }

  private static boolean isAlive(Cluster cluster, String service) {
    try {
      return get(cluster, service, "/health").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitStatus(Cluster cluster, String service, String status, int code)
      throws Exception {
    await(service + " is " + status)
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> answer = ready(cluster, service);
              return json(answer).path("status").asText().equals(status)
                  && answer.statusCode() == code;
            });
  }

  private static HttpResponse<String> ready(Cluster cluster, String service) throws IOException {
    return get(cluster, service, "/ready");
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> get(Cluster cluster, String service, String path)
      throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + cluster.healthPort(service) + path);
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
              BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
