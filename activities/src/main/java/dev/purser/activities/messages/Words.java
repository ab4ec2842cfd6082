package dev.purser.activities.messages;

import static java.util.Locale.ENGLISH;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How rules, times, shares and names are said to people. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", ENGLISH).withZone(ZoneOffset.UTC);

  private Words() {}

  /** For example {@code $50.00 a day, then pause}. */
  static String rule(Rule rule) {
    String action =
        switch (rule.action()) {
          case ALERT -> "tell";
          case BLOCK -> "block";
          case PAUSE -> "pause";
          case KILL -> "kill";
        };
    boolean byItself = rule.resume() == Resume.NEXT_PERIOD;
    return limit(rule)
        + ", then "
        + action
        + (byItself ? " until the " + unit(rule.period()) + " ends" : "")
        + (rule.mode() == Mode.OBSERVE ? " (only observed)" : "");
  }

  private static String limit(Rule rule) {
    if (rule.maxIntents() != null) {
      return intents(rule) + " " + per(rule.period());
    }
    BurnLimit burn = rule.burn();
    if (burn != null) {
      return Shown.of(burn.perHour()) + " an hour over " + burn.overMinutes() + " minutes";
    }
    Usd limit = rule.limit();
    return (limit == null ? "no limit" : Shown.of(limit)) + " " + per(rule.period());
  }

  /** How many intents a rule that counts them allows. */
  static String intents(Rule rule) {
    Long most = rule.maxIntents();
    return String.format(ENGLISH, "%,d", most)
        + (most != null && most == 1 ? " intent" : " intents");
  }

  static String per(Period period) {
    return switch (period) {
      case INTENT -> "per intent";
      case TREE -> "per intent with its descendants";
      case TASK -> "per task and day";
      case HOUR -> "an hour";
      case DAY -> "a day";
      case WEEK -> "a week";
      case MONTH -> "a month";
    };
  }

  static String unit(Period period) {
    return period == Period.TASK ? "day" : period.wire();
  }

  /** Of the limit, cut off: 99.9 per cent are not all of it. Null where the limit is nothing. */
  static @Nullable String percent(Usd spent, Usd limit) {
    if (!limit.isPositive()) {
      return null;
    }
    return spent
            .toBigDecimal()
            .movePointRight(2)
            .divide(limit.toBigDecimal(), 0, RoundingMode.FLOOR)
            .toPlainString()
        + "%";
  }

  /** What of a sum stands at an assumed price; empty where nothing does. */
  static String assumed(Usd assumed) {
    return assumed.isZero() ? "" : "of this " + Shown.of(assumed) + " at assumed prices";
  }

  /** A share from 0 to 1, with one decimal. */
  static String share(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString() + "%";
  }

  /** How much more or less than before, for example {@code +12%}. */
  static String change(Usd now, Usd before) {
    if (!before.isPositive()) {
      return now.isPositive() ? "new" : "same";
    }
    BigDecimal change =
        now.minus(before)
            .toBigDecimal()
            .movePointRight(2)
            .divide(before.toBigDecimal(), 0, RoundingMode.HALF_UP);
    return change.signum() == 0
        ? "same"
        : (change.signum() > 0 ? "+" : "") + change.toPlainString() + "%";
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** For example {@code 2 h 10 min}. */
  static String duration(Duration time) {
    long minutes = Math.max(1, time.toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48 ? hours + " h " + minutes % 60 + " min" : hours / 24 + " days";
  }

  /** The last part of an agent's address; anything else as it stands. */
  static String agent(String address) {
    return OneLine.of(
        address.startsWith(AgentAddress.PREFIX)
            ? address.substring(address.lastIndexOf('/') + 1)
            : address,
        60);
  }
}
