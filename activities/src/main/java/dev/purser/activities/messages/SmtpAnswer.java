package dev.purser.activities.messages;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** What a failed hand-over means. */
final class SmtpAnswer {
  /** What ends a mail; 5xx to these is about the mail or its recipient, not about who we are. */
  private static final Set<String> MAIL_ITSELF = Set.of("DATA", ".");

  private SmtpAnswer() {}

  /** Only an answer of 5xx to the recipient or the mail itself is for good: see RFC 5321, 4.2.1. */
  static NotDelivered reason(MessagingException failure, String server) {
    String permanent = permanent(failure);
    if (permanent != null) {
      return NotDelivered.everAgain(
          "the mail server " + server + " refused for good: " + OneLine.of(permanent, 200));
    }
    String what =
        failure instanceof AuthenticationFailedException
            ? " took neither user nor password of PURSER_SMTP_URL: "
            : " did not take the mail: ";
    return NotDelivered.yet(
        "the mail server " + server + what + OneLine.of(innermost(failure), 200), failure);
  }

  /** Angus hangs the answer for each recipient on the failure as a whole. */
  private static @Nullable String permanent(MessagingException failure) {
    for (Exception each = failure;
        each instanceof MessagingException one;
        each = one.getNextException()) {
      if (one instanceof SMTPAddressFailedException address
          && isPermanent(address.getReturnCode())) {
        return address.getMessage();
      }
      if (one instanceof SMTPSendFailedException send
          && isPermanent(send.getReturnCode())
          && MAIL_ITSELF.contains(send.getCommand())) {
        return send.getMessage();
      }
    }
    return null;
  }

  private static boolean isPermanent(int code) {
    return code / 100 == 5;
  }

  private static String innermost(MessagingException failure) {
    Exception last = failure;
    while (last instanceof MessagingException one && one.getNextException() != null) {
      last = one.getNextException();
    }
    String text = last.getMessage();
    return text == null || text.isBlank() ? last.getClass().getSimpleName() : text;
  }
}
