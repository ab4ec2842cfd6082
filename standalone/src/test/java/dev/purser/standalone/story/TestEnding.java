package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An intent that has just spent ends at once: news of it reaches its workflow while that closes.
 */
final class TestEnding {
  private static final int INTENTS = 12;

  @TempDir Path folder;

  @Test
  void endsOnTheEmbeddedServer() {
    endAll("embedded");
  }

  @Test
  @Tag("temporal")
  void endsOnARealServer() {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    endAll("dev");
  }

  private void endAll(String temporal) {
    try (Standalone purser =
        Standalone.start(new Standalone.Options(folder, Ports.anyFree(), temporal))) {
      for (int i = 0; i < INTENTS; i++) {
        String intent = spent(purser.client());
        assertThat(resolve(purser, intent, "COMPLETED")).isEqualTo(200);
        assertThat(resolve(purser, intent, "COMPLETED")).as("its answer was lost").isEqualTo(200);
        assertThat(resolve(purser, intent, "FAILED")).isEqualTo(409);
      }
    }
  }

  private static String spent(PurserClient client) {
    ObjectNode intent =
        PurserClient.object()
            .put("intent_type", "ending.ticket.v1")
            .put("correlation_id", UUID.randomUUID().toString())
            .put("to_agent", "agent://myorg/production/ending");
    intent.putObject("payload");
    String id = client.post("/v1/intents", intent).path("intent_id").asText();
    for (int call = 0; call < 3; call++) {
      client.post(
          "/v1/mesh/metrics",
          PurserClient.object().put("intent_id", id).put("cost_usd", new BigDecimal("0.01")));
    }
    return id;
  }

  /** Beside the client, which would ask again. */
  private static int resolve(Standalone purser, String intent, String status) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(purser.url() + Target.intentPath(intent) + "/resolve"))
            .header("x-api-key", purser.adminKey())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"status\":\"" + status + "\",\"reason\":\"done\"}"))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
