package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.activities.messages.SmtpSettings.Login;
import dev.purser.activities.messages.SmtpSettings.Security;
import dev.purser.domain.policy.Action;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail to a real server. */
class TestMailSender {
  private static final String FROM = "Pürser <purser@example.com>";
  private static final Login LOGIN = new Login(MailServer.USER, MailServer.PASSWORD);
  private static final Target ADA = new Target(Target.Type.EMAIL, MailServer.USER, null);

  private static MailServer server;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = new MailServer(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void emptyTheMailbox() throws Exception {
    server.mailbox().purgeEmailFromAllMailboxes();
  }

  @Test
  void anAlertArrivesOverStarttlsAsTextAndHtml() throws Exception {
    sender(Security.STARTTLS, server.starttlsPort(), LOGIN).send(Samples.paused(), ADA);
    MimeMessage mail = received();
    assertThat(mail.getSubject())
        .isEqualTo("[Purser] research-agent paused: $50.01 of $50.00 a day");
    assertThat(mail.getFrom()[0].toString()).contains("purser@example.com");
    assertThat(mail.getRecipients(RecipientType.TO)[0].toString()).isEqualTo(MailServer.USER);
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getMessageID()).isEqualTo("<event-1@example.com>");
    assertThat(mail.getSentDate()).isEqualTo(Samples.AT);
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    assertPart(parts.getBodyPart(0), "text/plain", "Rule    $50.00 a day, then pause");
    assertPart(parts.getBodyPart(1), "text/html", ">Resume with $25.00 more</a>");
  }

  @Test
  void nothingButTheWishForPrivacyIsSaidInTheClear() throws Exception {
    sender(Security.STARTTLS, server.starttlsPort(), LOGIN).send(Samples.paused(), ADA);
    assertThat(server.inTheClear().lines().distinct())
        .allSatisfy(line -> assertThat(line).matches("EHLO .*|STARTTLS"));
  }

  @Test
  void aServerWithoutStarttlsGetsNeitherMailNorPassword() {
    NotDelivered e = failure(sender(Security.STARTTLS, server.plainPort(), LOGIN), ADA);
    assertThat(e.isForGood()).isFalse();
    assertThat(e).hasMessageContaining("STARTTLS is required");
    assertThat(server.mailbox().getReceivedMessages()).isEmpty();
  }

  @Test
  void mailArrivesOverTls() throws Exception {
    sender(Security.TLS, server.tlsPort(), LOGIN).send(Samples.test(), ADA);
    assertThat(received().getSubject()).isEqualTo("[Purser] Channel ops works");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtps://localhost:%d", "smtp://localhost:%d?starttls=true"})
  void aCertificateThatNobodyVouchesForIsRefused(String url) {
    int port = url.startsWith("smtps") ? server.tlsPort() : server.starttlsPort();
    SmtpSettings settings = SmtpSettings.parse(url.formatted(port));
    NotDelivered e = failure(new MailSender(settings, FROM, new Rendering()), ADA);
    assertThat(e.isForGood()).isFalse();
    assertThat(server.mailbox().getReceivedMessages()).isEmpty();
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    SmtpSettings settings = new SmtpSettings("127.0.0.1", server.tlsPort(), Security.TLS, LOGIN);
    NotDelivered e = failure(new MailSender(settings, FROM, new Rendering(), server.trust()), ADA);
    assertThat(e.isForGood()).isFalse();
    assertThat(server.mailbox().getReceivedMessages()).isEmpty();
  }

  @Test
  void aWrongPasswordIsSaidWithoutItAndMayBeCorrected() {
    Login wrong = new Login(MailServer.USER, "hunter2");
    NotDelivered e = failure(sender(Security.STARTTLS, server.starttlsPort(), wrong), ADA);
    assertThat(e.isForGood()).isFalse();
    assertThat(e).hasMessageContaining("PURSER_SMTP_URL").hasMessageNotContaining("hunter2");
  }

  @Test
  void aRetryHasTheSameMessageId() throws Exception {
    MailSender sender = sender(Security.NONE, server.plainPort(), LOGIN);
    sender.send(Samples.paused(), ADA);
    sender.send(Samples.paused(), ADA);
    MimeMessage[] mails = server.mailbox().getReceivedMessages();
    assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
  }

  @Test
  void aFurtherMessageAboutAnIncidentRefersToTheFirst() throws Exception {
    MailSender sender = sender(Security.NONE, server.plainPort(), LOGIN);
    sender.send(Samples.paused(), ADA);
    sender.send(Samples.ofMany(723, 12), ADA);
    MimeMessage[] mails = server.mailbox().getReceivedMessages();
    assertThat(mails[0].getHeader("References")).isNull();
    assertThat(mails[1].getMessageID()).isEqualTo("<event-9@example.com>");
    assertThat(mails[1].getHeader("In-Reply-To")).containsExactly(mails[0].getMessageID());
    assertThat(mails[1].getHeader("References")).containsExactly(mails[0].getMessageID());
    assertThat(mails[1].getSubject())
        .isEqualTo(
            "[Purser] \"TICKET-7\" of research-agent at the limit: $1.01 of $1.00 per intent, and 722"
                + " more");
    assertPart(
        ((MimeMultipart) mails[1].getContent()).getBodyPart(0),
        "text/plain",
        "Count   723 intents today, 12 of them since the last message");
  }

  @Test
  void anEventIdThatIsNoPartOfAnAddressStillGivesAStableMessageId() throws Exception {
    TestMessage odd = new TestMessage("rule 1 <x>\r\n", Samples.AT, "ops", "ada", Samples.VIEW);
    sender(Security.NONE, server.plainPort(), LOGIN).send(odd, ADA);
    assertThat(received().getMessageID()).matches("<[0-9a-f-]{36}@example.com>");
  }

  @Test
  void hostileNamesForgeNoHeaderNoRecipientAndNoMarkup() throws Exception {
    AlertMessage alert =
        Samples.alert(
            "paused",
            100,
            "task:" + Samples.AGENT + "#" + Samples.HOSTILE,
            Samples.HOSTILE,
            "50.01",
            Samples.rule(Action.PAUSE),
            "50");
    sender(Security.NONE, server.plainPort(), LOGIN).send(alert, ADA);
    MimeMessage mail = received();
    List<String> headers = Collections.list(mail.getAllHeaderLines());
    assertThat(headers)
        .noneMatch(line -> line.matches("(?si).*\\n?bcc: all.*") && !isSubject(line));
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getSubject()).contains("<script>").doesNotContain("\n", "\r", "\u202E");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat((String) parts.getBodyPart(1).getContent()).doesNotContain("<script", "\u202E");
  }

  @Test
  void namesOfEveryScriptArriveWhole() throws Exception {
    String task = "Überprüfung 検索 שלום 👩‍🚀";
    sender(Security.NONE, server.plainPort(), LOGIN)
        .send(
            Samples.alert(
                "killed",
                100,
                "task:" + Samples.AGENT + "#" + task,
                task,
                "50.01",
                Samples.rule(Action.KILL),
                "50"),
            ADA);
    MimeMessage mail = received();
    assertThat(mail.getSubject()).contains(task);
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat((String) parts.getBodyPart(0).getContent()).contains("Task    " + task);
    assertThat((String) parts.getBodyPart(1).getContent()).contains("<bdi>" + task + "</bdi>");
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    mail.writeTo(raw);
    assertThat(raw.toString(UTF_8)).matches("\\p{ASCII}*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "ada@example.com, bob@example.com",
        "ada@example.com\r\nRCPT TO:<bob@example.com>",
        "\"a\r\n b\"@example.com",
        "team: ada@example.com;",
        ""
      })
  void whatIsNoSingleAddressIsRefusedForGood(String address) {
    NotDelivered e =
        failure(
            sender(Security.NONE, server.plainPort(), LOGIN),
            new Target(Target.Type.EMAIL, address, null));
    assertThat(e.isForGood()).isTrue();
    assertThat(server.mailbox().getReceivedMessages()).isEmpty();
  }

  private static MailSender sender(Security security, int port, Login login) {
    SmtpSettings settings = new SmtpSettings("localhost", port, security, login);
    return new MailSender(settings, FROM, new Rendering(), server.trust());
  }

  private static MimeMessage received() {
    MimeMessage[] mails = server.mailbox().getReceivedMessages();
    assertThat(mails).hasSize(1);
    return mails[0];
  }

  private static boolean isSubject(String line) {
    return line.startsWith("Subject: ") && !line.contains("\nBcc");
  }

  private static void assertPart(BodyPart part, String type, String content) throws Exception {
    assertThat(part.getContentType()).isEqualToIgnoringCase(type + "; charset=UTF-8");
    assertThat(((String) part.getContent()).replace("\r\n", "\n")).contains(content);
  }

  private static NotDelivered failure(MailSender sender, Target target) {
    return catchThrowableOfType(NotDelivered.class, () -> sender.send(Samples.paused(), target));
  }
}
