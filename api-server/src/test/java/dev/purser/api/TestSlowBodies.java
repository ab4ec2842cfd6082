package dev.purser.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that send their bodies byte by byte keep nobody waiting. */
final class TestSlowBodies {
  private static final int CONNECTIONS = 2_000;
  private static final String REPORT = "{\"agent\":\"agent://myorg/slow/bot\",\"cost_usd\":0.01}";

  private static Server server;
  private final List<Socket> open = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server = new Server();
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

  /** Half of them at least in less than a second, however busy the machine of the tests is. */
  private static void othersAreAnswered() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          List<Duration> taken = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            taken.add(taken(() -> server.get("/health"), 200));
            taken.add(taken(() -> server.post("/v1/mesh/metrics", REPORT), 202));
            taken.add(taken(() -> server.get("/v1/mesh/agents"), 200));
          }
          taken.sort(Comparator.naturalOrder());
          assertThat(taken.get(taken.size() / 2)).isLessThan(Duration.ofSeconds(1));
        });
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
