package dev.purser.browser;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A mail server on loopback that takes whatever is sent to it. */
final class Mailboxes {
  private final GreenMail server;

  private Mailboxes(GreenMail server) {
    this.server = server;
  }

  /** Starts it; it stops with this JVM. */
  static Mailboxes open() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return new Mailboxes(server);
  }

  String url() {
    return "smtp://127.0.0.1:" + server.getSmtp().getPort();
  }

  /** The mails to one address, as plain text. */
  Post of(String address) {
    return () -> to(address).map(mail -> part(mail, "text/plain")).toList();
  }

  /** The same as HTML. */
  List<String> html(String address) {
    return to(address).map(mail -> part(mail, "text/html")).toList();
  }

  private Stream<MimeMessage> to(String address) {
    return Stream.of(server.getReceivedMessages()).filter(mail -> isTo(mail, address));
  }

  private static boolean isTo(MimeMessage mail, String address) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString().equals(address);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(MimeMessage mail, String type) {
    try {
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.isMimeType(type)) {
          return part.getContent().toString();
        }
      }
      throw new IllegalStateException("a mail without " + type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
