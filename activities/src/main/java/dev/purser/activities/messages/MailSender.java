package dev.purser.activities.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Hands mail to an SMTP server: text and HTML, one recipient, one connection. */
final class MailSender implements Sender {
  /** For each of connecting, reading an answer and writing. */
  private static final int TIMEOUT_MILLIS = 5_000;

  /** For a whole mail: a server that answers each word within its time may still take minutes. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private final SmtpSettings settings;
  private final InternetAddress from;
  private final Rendering rendering;
  private final Session session;

  MailSender(SmtpSettings settings, String from, Rendering rendering) {
    this(settings, from, rendering, null);
  }

  /**
   * @param tls what makes encrypted connections; null: the JVM's own, with its certificates
   */
  MailSender(
      SmtpSettings settings, String from, Rendering rendering, @Nullable SSLSocketFactory tls) {
    this.settings = settings;
    this.rendering = rendering;
    this.from = sender(from);
    Properties properties = properties(settings);
    if (tls != null) {
      properties.put("mail.smtp.ssl.socketFactory", tls);
    }
    session = Session.getInstance(properties);
  }

  private static InternetAddress sender(String from) {
    try {
      InternetAddress sender = new InternetAddress(from, true);
      // A name that was parsed goes out as it stands; one that is set is encoded.
      sender.setPersonal(sender.getPersonal(), UTF_8.name());
      return sender;
    } catch (AddressException | UnsupportedEncodingException e) {
      throw new IllegalArgumentException("\"" + from + "\" is not an e-mail address", e);
    }
  }

  private static Properties properties(SmtpSettings settings) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.auth", "" + (settings.login() != null));
    properties.setProperty("mail.smtp.connectiontimeout", "" + TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.timeout", "" + TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", "" + TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    // ASCII all the way: not every server behind the first one takes eight bits.
    properties.setProperty("mail.smtp.allow8bitmime", "false");
    switch (settings.security()) {
      case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
    }
    return properties;
  }

  @Override
  public void send(Message message, Target target) throws NotDelivered {
    InternetAddress to = recipient(target.address());
    try {
      Bounded.call(
          () -> {
            handOver(mime(message, to));
            return true;
          },
          LIMIT,
          "the mail server " + settings.where(),
          () -> {});
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MessagingException failure) {
        throw SmtpAnswer.reason(failure, settings.where());
      }
      throw new IllegalStateException("mail of event " + message.eventId(), e.getCause());
    }
  }

  private static InternetAddress recipient(String address) throws NotDelivered {
    try {
      InternetAddress to = new InternetAddress(address, true);
      // Parsing takes comments and folded lines; what is written into the envelope must have none.
      if (to.getAddress().chars().noneMatch(c -> c <= ' ' || c == 0x7f) && !to.isGroup()) {
        return to;
      }
    } catch (AddressException e) {
      // Said below.
    }
    throw NotDelivered.everAgain("\"" + OneLine.of(address, 100) + "\" is not an e-mail address");
  }

  private MimeMessage mime(Message message, InternetAddress to) throws MessagingException {
    Mail mail = rendering.mail(message);
    MimeMessage mime = new Identified(session, messageId(message.eventId()));
    mime.setFrom(from);
    mime.setRecipient(RecipientType.TO, to);
    mime.setSubject(mail.subject(), UTF_8.name());
    mime.setSentDate(Date.from(message.at()));
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setHeader("X-Purser-Event-Id", OneLine.of(message.eventId()));
    thread(mime, message);
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part(mail.text(), "plain"));
    both.addBodyPart(part(mail.html(), "html"));
    mime.setContent(both);
    mime.saveChanges();
    return mime;
  }

  /** Mail programs show what refers to the same mail together. */
  private void thread(MimeMessage mime, Message message) throws MessagingException {
    if (message instanceof AlertMessage alert && alert.incident().firstEvent() != null) {
      String first = messageId(alert.incident().firstEvent());
      mime.setHeader("In-Reply-To", first);
      mime.setHeader("References", first);
    }
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8.name(), subtype);
    return part;
  }

  /** The same on every retry, so that mailboxes that look show the mail once. */
  private String messageId(String eventId) {
    String name =
        PLAIN_ID.matcher(eventId).matches()
            ? eventId
            : UUID.nameUUIDFromBytes(eventId.getBytes(UTF_8)).toString();
    String address = from.getAddress();
    return "<" + name + "@" + address.substring(address.indexOf('@') + 1) + ">";
  }

  private void handOver(MimeMessage mime) throws MessagingException {
    SmtpSettings.Login login = settings.login();
    Transport transport = session.getTransport("smtp");
    try {
      transport.connect(
          settings.host(),
          settings.port(),
          login == null ? null : login.user(),
          login == null ? null : login.password());
      transport.sendMessage(mime, mime.getAllRecipients());
    } finally {
      closeQuietly(transport);
    }
  }

  /** What goes wrong at the good-bye makes no difference to a mail that was taken. */
  @SuppressWarnings("UnusedException")
  private static void closeQuietly(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // See above.
    }
  }

  /** A mail that keeps the id it was given. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
