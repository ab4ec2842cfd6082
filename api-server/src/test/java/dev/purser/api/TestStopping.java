package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server that stops does not leave its callers without an answer. */
final class TestStopping {
  @Test
  void whoWaitsForNewsIsAnsweredAtOnce() throws Exception {
    CompletableFuture<Server.Answer> waiting;
    try (Server server = new Server()) {
      String agent = "agent://myorg/production/patient";
      String stream = "/v1/agents/" + agent + "/intents/stream?wait_seconds=60";
      waiting = CompletableFuture.supplyAsync(() -> server.get(stream));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.admin("/metrics").contains("purser_waiting 1.0"));
    }
    assertThat(waiting.join().text()).startsWith("event: stream.timeout");
  }
}
