package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an agent sends and asks for never needs more memory than a small server has. */
final class TestMemory {
  private static final String AGENT = "agent://memory/prod/greedy";

  /** An eighth of what ./purser gives itself. */
  private static final String HEAP = "256m";

  private static final int INTENTS = 12;
  private static final int AT_ONCE = 8;

  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  @AfterEach
  void stop() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }

  /** Where it is, and an agent's key. */
  private String[] start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallServer.class.getName(),
                AGENT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("at ")) {
        Thread rest = new Thread(() -> said.lines().forEach(unused -> {}));
        rest.setDaemon(true);
        rest.start();
        return line.substring("at ".length()).split(" ", 2);
      }
    }
    throw new AssertionError("it did not start");
  }

  @Test
  void hugeNumbersInManyPayloadsAreListedSeveralTimesAtOnce() throws Exception {
    String[] server = start();
    String payload = String.join(",", Collections.nCopies(170_000, "1e399"));
    for (int i = 0; i < INTENTS; i++) {
      HttpRequest create =
          request(server, "/v1/intents")
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"intent_type\":\"a.b.v1\",\"correlation_id\":\""
                          + UUID.randomUUID()
                          + "\",\"to_agent\":\""
                          + AGENT
                          + "\",\"payload\":{\"n\":["
                          + payload
                          + "]}}"))
              .build();
      HttpResponse<String> created = http.send(create, HttpResponse.BodyHandlers.ofString());
      assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    }
    List<CompletableFuture<HttpResponse<byte[]>>> lists = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < AT_ONCE; i++) {
        HttpRequest list = request(server, "/v1/intents?limit=100&payload=true").build();
        lists.add(http.sendAsync(list, HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> list : lists) {
        assertThat(list.join().statusCode()).isEqualTo(200);
        assertThat(list.join().body().length).isLessThan(5 << 20);
      }
      lists.clear();
    }
    assertThat(process.isAlive()).isTrue();
  }

  private static HttpRequest.Builder request(String[] server, String path) {
    return HttpRequest.newBuilder(URI.create(server[0] + path)).header("x-api-key", server[1]);
  }
}
