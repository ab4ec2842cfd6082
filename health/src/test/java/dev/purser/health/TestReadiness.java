package dev.purser.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestReadiness {
  private static final JsonMapper JSON = new JsonMapper();

  private final Readiness readiness = new Readiness(2);
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final CountDownLatch end = new CountDownLatch(1);
  private HealthPort port;

  @BeforeEach
  void open() throws IOException {
    readiness.register(metrics);
    port = HealthPort.open("127.0.0.1", 0, readiness, metrics);
  }

  @AfterEach
  void close() {
    end.countDown();
    port.close();
    readiness.close();
  }

  @Test
  void isRefusedUntilTheProcessHasBegunAndOnceItEnds() throws Exception {
    readiness.startsWith("the ledger's database does not answer");
    HttpResponse<String> starting = get("/ready");
    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json(starting).path("status").asText()).isEqualTo("starting");
    assertThat(json(starting).path("reason").asText())
        .isEqualTo("the ledger's database does not answer");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body()).contains("purser_ready 0.0");

    readiness.begun();
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(json(get("/ready")).path("status").asText()).isEqualTo("ready");
    assertThat(get("/metrics").body()).contains("purser_ready 1.0");

    readiness.draining();
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(json(get("/ready")).path("status").asText()).isEqualTo("draining");
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void isGivenWithWhatIsLost() throws Exception {
    AtomicReference<String> wrong = new AtomicReference<>();
    readiness.part("temporal", wrong::get);
    readiness.begun();
    wrong.set("does not answer");
    await().until(() -> json(get("/ready")).path("status").asText().equals("degraded"));
    HttpResponse<String> degraded = get("/ready");
    assertThat(degraded.statusCode()).isEqualTo(200);
    assertThat(json(degraded).at("/degraded/temporal").asText()).isEqualTo("does not answer");
    assertThat(get("/metrics").body()).contains("purser_degraded{part=\"temporal\"} 1.0");
    wrong.set(null);
    await().until(() -> json(get("/ready")).path("status").asText().equals("ready"));
    assertThat(get("/metrics").body()).contains("purser_degraded{part=\"temporal\"} 0.0");
  }

  @Test
  void isGivenAtOnceWhereAPartHangs() throws Exception {
    readiness.part("ledger", this::hangs);
    readiness.part("temporal", () -> null);
    readiness.begun();
    await().until(() -> json(get("/ready")).path("status").asText().equals("degraded"));
    assertThat(json(get("/ready")).path("degraded").toString())
        .isEqualTo("{\"ledger\":\"does not answer\"}");
  }

  private String hangs() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  @Test
  void saysWhereItCannotListen() {
    assertThatThrownBy(() -> HealthPort.open("127.0.0.1", port.port(), readiness, metrics).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + port.port());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }
}
