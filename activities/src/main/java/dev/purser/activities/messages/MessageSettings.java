package dev.purser.activities.messages;

import dev.purser.domain.InvalidFieldException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How messages leave.
 *
 * @param smtp null: mails are written to the console instead
 * @param mailFrom whom mails are from; there where {@code smtp} is
 * @param webhookSecret what webhooks without a secret of their own are signed with; null: with
 *     nothing
 * @param allowPrivate whether webhooks may go to private addresses
 */
public record MessageSettings(
    @Nullable SmtpSettings smtp,
    @Nullable String mailFrom,
    @Nullable String webhookSecret,
    boolean allowPrivate) {

  /** Refuses mail without a sender. */
  public MessageSettings {
    if (smtp != null && mailFrom == null) {
      throw new InvalidFieldException(
          "PURSER_MAIL_FROM",
          "is needed beside PURSER_SMTP_URL: whom mails are from, like Purser"
              + " <purser@example.com>");
    }
  }

  /**
   * Reads {@code PURSER_SMTP_URL}, {@code PURSER_MAIL_FROM}, {@code PURSER_WEBHOOK_SECRET} and
   * {@code PURSER_WEBHOOK_ALLOW_PRIVATE}; a blank value is none.
   *
   * @throws InvalidFieldException naming the variable and what would be right
   */
  public static MessageSettings fromEnvironment(Map<String, String> environment) {
    String smtp = value(environment, "PURSER_SMTP_URL");
    return new MessageSettings(
        smtp == null ? null : SmtpSettings.parse(smtp),
        mailFrom(value(environment, "PURSER_MAIL_FROM")),
        value(environment, "PURSER_WEBHOOK_SECRET"),
        allowsPrivate(environment));
  }

  /**
   * Whether webhooks may go to private addresses.
   *
   * @throws InvalidFieldException naming the variable and what would be right
   */
  public static boolean allowsPrivate(Map<String, String> environment) {
    return yes("PURSER_WEBHOOK_ALLOW_PRIVATE", value(environment, "PURSER_WEBHOOK_ALLOW_PRIVATE"));
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private static @Nullable String mailFrom(@Nullable String text) {
    if (text != null) {
      try {
        new InternetAddress(text, true).validate();
      } catch (AddressException e) {
        InvalidFieldException wrong =
            new InvalidFieldException(
                "PURSER_MAIL_FROM", "must be an e-mail address, like Purser <purser@example.com>");
        wrong.initCause(e);
        throw wrong;
      }
    }
    return text;
  }

  private static boolean yes(String name, @Nullable String text) {
    if (text == null || text.equalsIgnoreCase("false")) {
      return false;
    }
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    throw new InvalidFieldException(name, "must be true or false");
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "MessageSettings[smtp="
        + (smtp == null ? "none" : smtp.where())
        + ", mailFrom="
        + mailFrom
        + ", webhooks "
        + (webhookSecret == null ? "not signed" : "signed")
        + ", allowPrivate="
        + allowPrivate
        + "]";
  }
}
