package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.Ports;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PostgreSQL of {@code purser up} is killed, hangs, or is stopped. */
final class TestPostgresEnds {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** How long it hangs. */
  private static final Duration HANGS = Duration.ofSeconds(12);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String AGENT = "agent://myorg/production/steady";

  @TempDir Path folder;

  private final int port = Ports.anyFree();

  @Test
  void startsThoughAProcessOfTheKilledServerHangs() throws Exception {
    ProcessHandle hanging;
    try (UpProcess up = UpProcess.start(folder, port, "embedded")) {
      report(up.client());
      hanging = postmaster().children().findFirst().orElseThrow();
      signal("STOP", hanging);
      ProcessHandle postmaster = postmaster();
      up.kill();
      postmaster.destroyForcibly();
    }
    assertThat(hanging.isAlive()).isTrue();
    try (UpProcess up = UpProcess.start(folder, port, "embedded")) {
      assertThat(hanging.isAlive()).isFalse();
      assertThat(today(up.client())).isEqualByComparingTo("0.5");
    }
  }

  @Test
  void isStartedAgainWhereItIsKilled() throws Exception {
    try (UpProcess up = UpProcess.start(folder, port, "embedded")) {
      PurserClient client = up.client();
      report(client);
      postmaster().destroyForcibly();
      awaitTaken();
      // A report that was refused may have been counted all the same.
      assertThat(today(client)).isGreaterThanOrEqualTo(BigDecimal.ONE);
      assertThat(up.output()).doesNotContain("does not start again");
    }
  }

  @Test
  void answersWhoWaitsWhileItHangsOrIsStopped() throws Exception {
    try (UpProcess up = UpProcess.start(folder, port, "embedded")) {
      PurserClient client = up.client();
      report(client);
      List<ProcessHandle> all = new ArrayList<>(postmaster().children().toList());
      all.add(postmaster());
      all.forEach(process -> signal("STOP", process));
      List<CompletableFuture<HttpResponse<String>>> hanging = everything();
      TimeUnit.MILLISECONDS.sleep(HANGS.toMillis());
      all.forEach(process -> signal("CONT", process));
      assertAnswered(hanging);
      awaitTaken();

      List<CompletableFuture<HttpResponse<String>>> stopped = new ArrayList<>(everything());
      signal("INT", postmaster());
      stopped.addAll(everything());
      assertAnswered(stopped);
      awaitTaken();
    }
  }

  /** Each kind of request several times, all at once. */
  private List<CompletableFuture<HttpResponse<String>>> everything() throws IOException {
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.add(send("POST", "/v1/mesh/metrics", reportBody()));
      sent.add(
          send(
              "POST",
              "/v1/mesh/authorizations",
              "{\"agent\":\"" + AGENT + "\",\"estimate_usd\":0.01}"));
      sent.add(send("GET", "/v1/mesh/agents/" + AGENT, ""));
      sent.add(send("GET", "/v1/mesh/agents", ""));
      sent.add(send("GET", "/v1/intents?limit=10", ""));
      sent.add(send("GET", "/v1/mesh/events", ""));
      sent.add(send("GET", "/v1/alerts", ""));
      sent.add(send("GET", "/v1/reports/costs", ""));
      sent.add(send("GET", "/v1/mesh/agents/" + AGENT + "/policies/cost", ""));
      sent.add(send("GET", "/v1/prices", ""));
      sent.add(send("GET", "/v1/channels", ""));
      sent.add(send("GET", "/v1/keys", ""));
      sent.add(send("GET", "/v1/mesh/agents/" + AGENT + "/why", ""));
      sent.add(
          send(
              "POST",
              "/v1/intents",
              "{\"intent_type\":\"test.work.v1\",\"correlation_id\":\""
                  + UUID.randomUUID()
                  + "\",\"to_agent\":\""
                  + AGENT
                  + "\",\"payload\":{}}"));
      sent.add(send("POST", "/v1/mesh/heartbeat", "{\"agent\":\"" + AGENT + "\"}"));
    }
    return sent;
  }

  /** None hangs, and whoever is refused is told to come again. */
  private static void assertAnswered(List<CompletableFuture<HttpResponse<String>>> sent)
      throws Exception {
    for (CompletableFuture<HttpResponse<String>> each : sent) {
      HttpResponse<String> answer = each.get(40, TimeUnit.SECONDS);
      assertThat(answer.statusCode() < 500 || answer.statusCode() == 503)
          .as(answer.request().uri() + " " + answer.statusCode() + " " + answer.body())
          .isTrue();
      assertThat(answer.body()).doesNotContain("internal_error");
    }
  }

  private CompletableFuture<HttpResponse<String>> send(String method, String path, String body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("x-api-key", Files.readString(DataDirectory.adminKeyFile(folder)).strip())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  private void awaitTaken() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                send("POST", "/v1/mesh/metrics", reportBody())
                        .get(60, TimeUnit.SECONDS)
                        .statusCode()
                    == 202);
  }

  private static String reportBody() {
    return "{\"agent\":\"" + AGENT + "\",\"cost_usd\":0.5}";
  }

  private static void report(PurserClient client) {
    ObjectNode body = PurserClient.object().put("agent", AGENT).put("cost_usd", 0.5);
    assertThat(client.post("/v1/mesh/metrics", body).path("ok").asBoolean()).isTrue();
  }

  private static BigDecimal today(PurserClient client) {
    JsonNode agent = client.get("/v1/mesh/agents/" + AGENT).path("agent");
    return agent.path("today_usd").decimalValue();
  }

  private ProcessHandle postmaster() {
    Path file = folder.resolve("postgres").resolve("postmaster.pid");
    try (Stream<String> lines = Files.lines(file)) {
      long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
      return ProcessHandle.of(pid).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
          .isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
