package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class TestHealthPort {
  @Test
  void saysWhetherTheWorkerIsWell() throws Exception {
    AtomicBoolean well = new AtomicBoolean(true);
    try (HealthPort health = HealthPort.open(0, well::get)) {
      assertThat(status(health)).isEqualTo(200);
      well.set(false);
      assertThat(status(health)).isEqualTo(503);
    }
  }

  private static int status(HealthPort health) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + health.port() + "/health");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .statusCode();
  }
}
