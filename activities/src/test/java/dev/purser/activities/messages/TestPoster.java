package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers as anyone may name them. */
class TestPoster {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** How much longer than its limit an exchange may take on a busy machine. */
  private static final Duration BUSY = Duration.ofSeconds(3);

  private final Poster hasty = new Poster(SystemDefaultDnsResolver.INSTANCE, true, SHORT);
  private final Poster open = new Poster(true);
  private final Poster closed = new Poster(false);
  private final AtomicBoolean cutOff = new AtomicBoolean();

  @AfterEach
  void close() {
    hasty.close();
    open.close();
    closed.close();
  }

  @Test
  void aWholeExchangeMayTakeFiveSeconds() {
    assertThat(Poster.LIMIT).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aReceiverThatSaysNothingIsGivenUp() throws Exception {
    try (RawServer server = new RawServer(socket -> untilCutOff(socket, ""))) {
      assertGivenUpInTime(server);
    }
  }

  @Test
  void aReceiverThatDripsItsHeadIsGivenUpThoughEachByteComesInTime() throws Exception {
    try (RawServer server =
        new RawServer(socket -> untilCutOff(socket, "HTTP/1.1 200 OK\r\nX-Slow: "))) {
      assertGivenUpInTime(server);
    }
  }

  @Test
  void aReceiverThatAnswersLateIsGivenUp() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            socket -> {
              givenUp.await();
              socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
            })) {
      NotDelivered e = failure(hasty, server.url());
      givenUp.countDown();
      assertThat(e).hasMessageStartingWith("127.0.0.1 ");
      assertThat(e.isForGood()).isFalse();
    }
  }

  @Test
  void aNameServerThatSaysNothingIsGivenUp() {
    CountDownLatch end = new CountDownLatch(1);
    DnsResolver silent =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) throws java.net.UnknownHostException {
            boolean ended = false;
            while (!ended) {
              try {
                end.await();
                ended = true;
              } catch (InterruptedException e) {
                // As deaf as the look-up of the system.
              }
            }
            throw new java.net.UnknownHostException(host);
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        };
    try (Poster poster = new Poster(silent, true, SHORT)) {
      assertThat(failure(poster, "http://slow.example/"))
          .hasMessage("slow.example took longer than 1 s");
    } finally {
      end.countDown();
    }
  }

  @Test
  void anAnswerIsTakenThoughItsBodyNeverEnds() throws Exception {
    try (RawServer server =
        new RawServer(
            socket -> {
              head(socket.getInputStream());
              untilCutOff(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
            })) {
      assertThat(open.post(server.url(), body(), Map.of(), 0).status()).isEqualTo(200);
      await().untilTrue(cutOff);
    }
  }

  @Test
  void onlyTheBeginningOfAnAnswerIsRead() throws Exception {
    try (RawServer server =
        new RawServer(
            socket -> {
              head(socket.getInputStream());
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 500 No\r\n\r\nno\r\nmore ".getBytes(UTF_8));
              flood(out);
            })) {
      Poster.Answer answer = open.post(server.url(), body(), Map.of(), 12);
      assertThat(answer).isEqualTo(new Poster.Answer(500, "no more xxx"));
      await().untilTrue(cutOff);
    }
  }

  @Test
  void aHeadThatNeverEndsIsNotKept() throws Exception {
    try (RawServer server =
        new RawServer(
            socket -> {
              head(socket.getInputStream());
              OutputStream out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(UTF_8));
              flood(out);
            })) {
      assertThat(failure(open, server.url())).hasMessageContaining("Maximum line length");
    }
  }

  @Test
  void aReceiverThatHangsUpOrIsNotThereMayComeBack() throws Exception {
    RawServer server = new RawServer(socket -> head(socket.getInputStream()));
    NotDelivered hungUp = failure(open, server.url());
    assertThat(hungUp.isForGood()).isFalse();
    assertThat(server.connections()).isEqualTo(1);
    server.close();
    NotDelivered notThere = failure(open, server.url());
    assertThat(notThere).hasMessageStartingWith("127.0.0.1 could not be reached: ");
    assertThat(notThere.isForGood()).isFalse();
    assertThat(hungUp.getMessage() + notThere.getMessage()).doesNotContain("T0P-S3CRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "localhost",
        "[::1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]",
        "0.0.0.0",
        "[::]"
      })
  void loopbackIsRefusedForGoodAndNeverConnectedTo(String host) throws Exception {
    try (RawServer server = new RawServer(socket -> {})) {
      NotDelivered e = failure(closed, "http://" + host + ":" + server.port() + "/x");
      assertThat(e.isForGood()).isTrue();
      assertThat(e).hasMessageContaining("PURSER_WEBHOOK_ALLOW_PRIVATE");
      assertThat(server.connections()).isZero();
    }
  }

  /** Systems read hexadecimal and octal forms differently: what they make of them is looked at. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks.example",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "LOCALHOST."
      })
  void aNameThatBecomesLoopbackOnlyAtDeliveryIsRefused(String host) throws Exception {
    try (RawServer server = new RawServer(socket -> {});
        Poster poster = new Poster(TestPublicNames.answering("127.0.0.1"), false, SHORT)) {
      NotDelivered e = failure(poster, "http://" + host + ":" + server.port() + "/x");
      assertThat(e.isForGood()).isTrue();
      assertThat(e).hasMessageContaining("is the private address 127.0.0.1");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void whatIsConnectedToIsWhatWasLookedAt() throws Exception {
    try (Receiver receiver = new Receiver(200, "");
        Poster poster = new Poster(TestPublicNames.answering("127.0.0.1"), true, Poster.LIMIT)) {
      String url = "http://hooks.example:" + receiver.port() + "/x";
      assertThat(poster.post(url, body(), Map.of(), 0).isSuccess()).isTrue();
      assertThat(receiver.requests().get(0).headers().getFirst("Host"))
          .isEqualTo("hooks.example:" + receiver.port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/x",
        "file:///etc/passwd",
        "//example.com",
        "example.com",
        "http:///x",
        "http://exa mple.com/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.0.0.1\\@example.com/",
        "http://ada:hunter2@example.com/",
        "http://example.com:99999/",
        "mailto:ada@example.com"
      })
  void whatIsNoPlainWebAddressIsRefusedForGood(String url) {
    NotDelivered e = failure(open, url);
    assertThat(e.isForGood()).isTrue();
    assertThat(e).hasMessageStartingWith("the target").hasMessageNotContaining("hunter2");
  }

  private void assertGivenUpInTime(RawServer server) {
    long before = System.nanoTime();
    NotDelivered e = failure(hasty, server.url());
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(e.isForGood()).isFalse();
    assertThat(e).hasMessageNotContaining("T0P-S3CRET");
    assertThat(took).isLessThan(SHORT.plus(BUSY));
    await().untilTrue(cutOff);
  }

  /** Writes a byte each tenth of a second, until the other side has closed the connection. */
  private void untilCutOff(Socket socket, String first) throws InterruptedException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(first.getBytes(UTF_8));
      socket.setSoTimeout(100);
      while (!ended(socket.getInputStream())) {
        if (!first.isEmpty()) {
          out.write('x');
        }
      }
    } catch (IOException e) {
      // Reset: also an end.
    }
    cutOff.set(true);
  }

  private static boolean ended(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  private void flood(OutputStream out) {
    byte[] much = "x".repeat(64 * 1024).getBytes(UTF_8);
    try {
      while (true) {
        out.write(much);
      }
    } catch (IOException e) {
      cutOff.set(true);
    }
  }

  /** Reads a request up to its end: its body is {@link #body()}. */
  private static void head(InputStream in) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\n{}")) {
      read.append((char) in.read());
    }
  }

  private static byte[] body() {
    return "{}".getBytes(UTF_8);
  }

  private static NotDelivered failure(Poster poster, String url) {
    return catchThrowableOfType(NotDelivered.class, () -> poster.post(url, body(), Map.of(), 0));
  }
}
