package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.activities.messages.SmtpSettings.Security;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail to servers that do not take it. */
class TestMailServersThatFail {
  private static final Target ADA = new Target(Target.Type.EMAIL, "ada@example.com", null);

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 5.1.1 no such user, true",
    "RCPT, 553 5.1.3 no such address, true",
    "RCPT, 450 4.2.0 greylisted, false",
    "RCPT, 452 4.2.2 mailbox full, false",
    "DATA, 554 5.6.0 no, true",
    "., 554 5.7.1 looks like spam, true",
    "., 451 4.3.0 later, false",
    "MAIL, 550 5.7.1 you may not send, false",
    "MAIL, 451 4.3.0 later, false",
    "EHLO, 550 not you, false",
    "220, 554 no service, false"
  })
  void onlyAPermanentAnswerAboutTheMailItselfIsForGood(
      String command, String answer, boolean forGood) throws Exception {
    try (RawServer server = new RawServer(socket -> speak(socket, Map.of(command, answer)))) {
      NotDelivered e = failure(server.port());
      assertThat(e.isForGood()).isEqualTo(forGood);
      assertThat(e).hasMessageStartingWith("the mail server 127.0.0.1:" + server.port());
      assertThat(e).hasMessageContaining(answer.substring(answer.lastIndexOf(' ') + 1));
    }
  }

  @Test
  void aServerThatDropsTheConnectionMayComeBack() throws Exception {
    try (RawServer server = new RawServer(Socket::close)) {
      assertThat(failure(server.port()).isForGood()).isFalse();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatDropsTheConnectionInTheMiddleMayComeBack() throws Exception {
    try (RawServer server = new RawServer(socket -> speak(socket, Map.of(".", "")))) {
      assertThat(failure(server.port()).isForGood()).isFalse();
    }
  }

  @Test
  void aMailThatWasTakenIsDeliveredThoughTheServerLeavesWithoutAGoodBye() throws Exception {
    try (RawServer server = new RawServer(socket -> speak(socket, Map.of("QUIT", "")))) {
      assertThatCode(() -> sender(server.port()).send(Samples.paused(), ADA))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aServerThatIsNotThereMayComeBack() throws Exception {
    RawServer server = new RawServer(Socket::close);
    server.close();
    assertThat(failure(server.port()).isForGood()).isFalse();
  }

  @Test
  void aServerThatSaysNothingIsGivenUpAfterFiveSeconds() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawServer server = new RawServer(socket -> end.await())) {
      long before = System.nanoTime();
      NotDelivered e = failure(server.port());
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      assertThat(e.isForGood()).isFalse();
      assertThat(took).isBetween(Duration.ofSeconds(4), MailSender.LIMIT.minusSeconds(5));
      end.countDown();
    }
  }

  private static MailSender sender(int port) {
    SmtpSettings settings = new SmtpSettings("127.0.0.1", port, Security.NONE, null);
    return new MailSender(settings, "purser@example.com", new Rendering());
  }

  private static NotDelivered failure(int port) {
    return catchThrowableOfType(NotDelivered.class, () -> sender(port).send(Samples.paused(), ADA));
  }

  /**
   * Takes a mail, but answers some words as told.
   *
   * @param answers by the word; an empty one hangs up; 220 stands for the greeting
   */
  private static void speak(Socket socket, Map<String, String> answers) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    OutputStream out = socket.getOutputStream();
    String answer = answers.getOrDefault("220", "220 ready");
    boolean inData = false;
    while (!answer.isEmpty()) {
      out.write((answer + "\r\n").getBytes(US_ASCII));
      inData = answer.startsWith("354");
      String word = word(in, inData);
      String usual =
          switch (word) {
            case "DATA" -> "354 go ahead";
            case "QUIT" -> "221 bye";
            case "" -> "";
            default -> "250 fine";
          };
      answer = answers.getOrDefault(word, usual);
    }
  }

  /** The first word of the next line; of a mail's lines only the last. */
  private static String word(BufferedReader in, boolean inData) throws IOException {
    String line = in.readLine();
    while (inData && line != null && !line.equals(".")) {
      line = in.readLine();
    }
    if (line == null) {
      return "";
    }
    int space = line.indexOf(' ');
    String word = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    return word.equals("HELO") ? "EHLO" : word;
  }
}
