package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.purser.api.http.TraceFilter;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What anyone may send without a key does nothing to those who hold one. */
final class TestStrangers {
  private static final int TRIES = 10;

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void wrongKeysFromTheSameAddressLockNoRightKeyOut() {
    Browser stranger = new Browser(server);
    for (int tries = 1; tries <= TRIES; tries++) {
      assertThat(stranger.submit("/sign-in", "key", "pk_wrong").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> refused = stranger.submit("/sign-in", "key", "pk_wrong");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("Too many tries");
    HttpResponse<String> taken = new Browser(server).submit("/sign-in", "key", Server.ADMIN);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(taken.uri().getPath()).isEqualTo("/");
  }

  @Test
  void anAgentThatMakesUpModelsDoesNotBuryItsPage() {
    String agent = "agent://acme/prod/babbler";
    String reports =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i ->
                    "{\"agent\":\"%s\",\"model\":\"made-up-%02d\",\"cost_usd\":%d}"
                        .formatted(agent, i, i))
            .collect(Collectors.joining(","));
    server.post("/v1/mesh/metrics", "{\"reports\":[" + reports + "]}");
    String page = Browser.signedIn(server, Server.ADMIN).open("/agents/acme/prod/babbler").body();
    assertThat(page).contains("made-up-40", "made-up-11", "The dearest 30;", "$820.00");
    assertThat(page).doesNotContain("made-up-10");
  }

  @Test
  void aPathWritesNoLineOfItsOwnIntoTheLog() {
    Logger log = (Logger) LoggerFactory.getLogger(TraceFilter.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      server.send(
          "GET", "/v1/intents/a;x=%0aFORGED%C2%9B31m", null, "pk_wrong", "X-Trace-Id", "trace-9");
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("GET /v1/intents/a;x=%0aFORGED%C2%9B31m 401 trace=trace-9");
  }
}
