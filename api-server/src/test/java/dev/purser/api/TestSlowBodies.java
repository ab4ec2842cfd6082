package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that send their bodies byte by byte keep nobody waiting. */
final class TestSlowBodies {
  private static final Logger LOG = LoggerFactory.getLogger(TestSlowBodies.class);
  private static final int CONNECTIONS = 2_000;
  private static final String AGENT = "agent://myorg/slow/bot";
  private static final String REPORT = "{\"agent\":\"" + AGENT + "\",\"cost_usd\":0.01}";

  /** For how long the others are watched. */
  private static final Duration HELD =
      Duration.ofSeconds(Long.getLong("purser.slow-bodies.seconds", 4));

  private static Server server;

  /** The slowest of the others where there are no slow ones. */
  private static Duration alone;

  private static final List<Supplier<Duration>> OTHERS =
      List.of(
          () -> taken(() -> server.get("/health"), 200),
          () -> taken(() -> server.get("/sign-in"), 200),
          () -> taken(() -> server.post("/v1/mesh/metrics", REPORT), 202),
          () -> taken(() -> server.get("/v1/mesh/agents"), 200),
          () -> taken(() -> server.post("/v1/mesh/agents/" + AGENT + "/pause", "{}"), 200),
          () -> taken(() -> server.post("/v1/mesh/agents/" + AGENT + "/resume", "{}"), 200));

  private final List<Socket> open = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
    server.post("/v1/mesh/metrics", REPORT);
    Duration unheard = slowest(Duration.ofSeconds(2));
    alone = slowest(Duration.ofSeconds(2));
    LOG.info("alone {}, at first {}", alone, unheard);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Test
  void withAKeyHoldNoThread() throws Exception {
    connect(CONNECTIONS, "POST /v1/mesh/metrics", "x-api-key: " + Server.ADMIN);
    othersAreAnswered();
  }

  @Test
  void ofPagesHoldNoThread() throws Exception {
    connect(CONNECTIONS, "POST /sign-in", "Content-Type: application/x-www-form-urlencoded");
    othersAreAnswered();
  }

  @Test
  void withoutAKeyAreRefusedUnread() throws Exception {
    connect(1, "POST /v1/mesh/metrics", "x-other: 1");
    assertThat(answer(open.get(0))).startsWith("HTTP/1.1 401").contains("auth_failed");
    connect(CONNECTIONS, "POST /v1/mesh/metrics", "x-other: 1");
    for (Socket refused : open.subList(1, open.size())) {
      assertThat(answer(refused)).startsWith("HTTP/1.1 401");
    }
    othersAreAnswered();
  }

  @Test
  void tooLongAreRefusedUnread() throws Exception {
    Socket socket = socket();
    send(
        socket,
        "POST /v1/mesh/metrics HTTP/1.1\r\nHost: localhost\r\nx-api-key: "
            + Server.ADMIN
            + "\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n{");
    assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("body_too_large");
  }

  @Test
  void areBrokenOffBelowTheLeastRate() throws Exception {
    connect(1, "POST /v1/mesh/metrics", "x-api-key: " + Server.ADMIN);
    Socket slow = open.get(0);
    slow.setSoTimeout(30_000);
    assertThat(answer(slow)).matches("(?s)|HTTP/1.1 408.*body_too_slow.*");
  }

  @Test
  void inPiecesAreReadWhole() throws Exception {
    Socket socket = socket();
    send(
        socket,
        "POST /v1/mesh/metrics HTTP/1.1\r\nHost: localhost\r\nx-api-key: "
            + Server.ADMIN
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < REPORT.length(); i += 10) {
      String piece = REPORT.substring(i, Math.min(REPORT.length(), i + 10));
      send(socket, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
    }
    send(socket, "0\r\n\r\n");
    assertThat(answer(socket)).startsWith("HTTP/1.1 202");
  }

  /** Each sends its head and one byte of a body, and then stays. */
  private void connect(int count, String line, String header) throws IOException {
    for (int i = 0; i < count; i++) {
      send(
          socket(),
          line
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n"
              + header
              + (header.startsWith("Content-Type") ? "" : "\r\nContent-Type: application/json")
              + "\r\n\r\n{");
    }
  }

  /**
   * Each of them in less than a second, as a person sees it, for as long as the slow ones are
   * there; on a machine that is busy with something else, in a second more than without them.
   */
  private static void othersAreAnswered() {
    Duration slowest = slowest(HELD);
    LOG.info("the slowest beside {} slow ones {}, alone {}", CONNECTIONS, slowest, alone);
    assertThat(slowest.minus(alone)).isLessThan(Duration.ofSeconds(1));
  }

  private static Duration slowest(Duration time) {
    Duration slowest = Duration.ZERO;
    int count = 0;
    Instant until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      for (Supplier<Duration> call : OTHERS) {
        Duration taken = call.get();
        slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        count++;
      }
    }
    LOG.info("{} calls in {}", count, time);
    return slowest;
  }

  private static Duration taken(Supplier<Server.Answer> call, int status) {
    Instant began = Instant.now();
    assertThat(call.get().status()).isEqualTo(status);
    return Duration.between(began, Instant.now());
  }

  private Socket socket() throws IOException {
    int port = Integer.parseInt(server.base().replaceFirst(".*:", ""));
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    open.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** What has come until the answer seems whole, or the connection ends. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!answer.toString().contains("}")) {
      int n = socket.getInputStream().read(buffer);
      if (n < 0) {
        break;
      }
      answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
    return answer.toString();
  }
}
