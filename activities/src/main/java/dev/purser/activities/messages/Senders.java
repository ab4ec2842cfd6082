package dev.purser.activities.messages;

import java.time.InstantSource;
import java.util.function.Consumer;

/** Every kind of channel behind one sender. */
public final class Senders implements Sender, AutoCloseable {
  private final Poster poster;
  private final Sender mail;
  private final Sender webhook;
  private final Sender slack;

  /**
   * @param console where mails go while no mail server is set; takes a whole one at a time
   */
  public Senders(MessageSettings settings, Consumer<String> console) {
    Rendering rendering = new Rendering();
    poster = new Poster(settings.allowPrivate());
    mail = mail(settings, rendering, console);
    webhook = new WebhookSender(poster, settings.webhookSecret(), InstantSource.system());
    slack = new SlackSender(poster);
  }

  private static Sender mail(
      MessageSettings settings, Rendering rendering, Consumer<String> console) {
    SmtpSettings smtp = settings.smtp();
    String from = settings.mailFrom();
    return smtp == null || from == null
        ? new ConsoleSender(rendering, console)
        : new MailSender(smtp, from, rendering);
  }

  /** What carries messages to this kind of target. */
  public Sender of(Target.Type type) {
    return switch (type) {
      case EMAIL -> mail;
      case WEBHOOK -> webhook;
      case SLACK -> slack;
    };
  }

  @Override
  public void send(Message message, Target target) throws NotDelivered {
    of(target.type()).send(message, target);
  }

  /** Lets go of connections. */
  @Override
  public void close() {
    poster.close();
  }
}
