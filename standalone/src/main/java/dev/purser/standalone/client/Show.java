package dev.purser.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** How amounts, times and missing values look in a table. */
public final class Show {
  /** Stands for a value that is not there. */
  public static final String NONE = "-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Show() {}

  /** Dollars and cents; more decimals only where cents would say nothing. */
  public static String usd(JsonNode amount) {
    return amount.isNumber() ? usd(amount.decimalValue()) : NONE;
  }

  /** Dollars and cents; more decimals only where cents would say nothing. */
  public static String usd(BigDecimal amount) {
    BigDecimal cents = amount.setScale(2, RoundingMode.HALF_EVEN);
    boolean vanishes = cents.signum() == 0 && amount.signum() != 0;
    BigDecimal shown = vanishes ? amount.stripTrailingZeros() : cents;
    return (shown.signum() < 0 ? "-$" : "$")
        + (vanishes
            ? shown.abs().toPlainString()
            : String.format(Locale.ROOT, "%,.2f", shown.abs()));
  }

  /** What a rule of a policy looks at: a period, or how long a burn rate is taken over. */
  public static String period(JsonNode rule) {
    return rule.path("when").asText().equals("burn")
        ? "burn, " + count(rule.path("over_minutes")) + " min"
        : text(rule.path("period"));
  }

  /** The limit of a rule of a policy: dollars, dollars an hour, or a number of intents. */
  public static String limit(JsonNode rule) {
    if (rule.path("when").asText().equals("burn")) {
      return usd(rule.path("usd_per_hour")) + "/h";
    }
    return rule.path("max_intents").isNumber()
        ? count(rule.path("max_intents")) + " intents"
        : usd(rule.path("limit_usd"));
  }

  /** A share between 0 and 1 as per cent with one decimal. */
  public static String percent(JsonNode share) {
    return share.isNumber()
        ? share.decimalValue().movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString()
            + " %"
        : NONE;
  }

  /** The text of a field, if there is one. */
  public static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
        ? NONE
        : PlainWriter.line(value.asText());
  }

  /** A whole number with separators. */
  public static String count(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%,d", value.longValue()) : NONE;
  }

  /** A part of a sum; nothing where there is none of it. */
  public static String part(JsonNode amount) {
    return amount.isNumber() && amount.decimalValue().signum() != 0 ? usd(amount) : NONE;
  }

  /** A time of the API, in UTC as everywhere. */
  public static String time(JsonNode value) {
    String text = text(value);
    try {
      return TIME.format(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** Details of an event on one line. */
  public static String details(JsonNode details) {
    StringBuilder line = new StringBuilder();
    details
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                line.append(line.isEmpty() ? "" : " ")
                    .append(field.getKey())
                    .append('=')
                    .append(
                        field.getValue().isValueNode()
                            ? PlainWriter.line(field.getValue().asText())
                            : field.getValue().toString());
              }
            });
    return line.toString();
  }
}
