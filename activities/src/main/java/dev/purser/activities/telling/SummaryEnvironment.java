package dev.purser.activities.telling;

import dev.purser.activities.messages.MessageSettings;
import dev.purser.domain.InvalidFieldException;
import dev.purser.ledger.messages.WebhookUrls;
import dev.purser.ledger.policies.Addressee;
import dev.purser.workflows.summary.SummarySettings;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code PURSER_SUMMARY_TO} and {@code PURSER_SUMMARY_AT}: who gets the daily summary, and when.
 */
public final class SummaryEnvironment {
  private static final String TO = "PURSER_SUMMARY_TO";
  private static final String AT = "PURSER_SUMMARY_AT";
  private static final int MOST = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);

  private SummaryEnvironment() {}

  /**
   * Reads both; a blank value is none.
   *
   * @param zone whose calendar and clock the summary follows
   * @throws InvalidFieldException naming the variable and what would be right
   */
  public static SummarySettings read(Map<String, String> environment, ZoneId zone) {
    List<String> addressees = addressees(environment.getOrDefault(TO, ""));
    boolean allowPrivate = MessageSettings.allowsPrivate(environment);
    addressees.forEach(one -> requireReachable(one, allowPrivate));
    return new SummarySettings(
        addressees, time(environment.getOrDefault(AT, "").strip()), zone.getId());
  }

  private static List<String> addressees(String text) {
    List<String> addressees = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String one = part.strip();
      if (!one.isEmpty() && !addressees.contains(one)) {
        addressees.add(checked(one));
      }
    }
    if (addressees.size() > MOST) {
      throw new InvalidFieldException(TO, "must name at most " + MOST + " addressees");
    }
    return addressees;
  }

  /** The value itself is not said: a URL may be a secret. */
  private static String checked(String one) {
    try {
      return Addressee.parse(one).text();
    } catch (IllegalArgumentException e) {
      InvalidFieldException wrong =
          new InvalidFieldException(
              TO,
              "must be e-mail addresses, URLs or names of channels, separated by commas, like"
                  + " ops@company.com,finance");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static void requireReachable(String one, boolean allowPrivate) {
    boolean url = Addressee.parse(one).kind() == Addressee.Kind.URL;
    String reason = url ? WebhookUrls.refusal(one, allowPrivate) : null;
    if (reason != null) {
      throw new InvalidFieldException(TO, reason);
    }
  }

  private static String time(String text) {
    if (text.isEmpty()) {
      return SummarySettings.NONE.at();
    }
    try {
      return TIME.format(LocalTime.parse(text, TIME));
    } catch (DateTimeParseException e) {
      InvalidFieldException wrong =
          new InvalidFieldException(AT, "must be a time of day like 08:00");
      wrong.initCause(e);
      throw wrong;
    }
  }
}
