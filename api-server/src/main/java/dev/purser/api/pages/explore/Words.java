package dev.purser.api.pages.explore;

import dev.purser.api.pages.view.Shown;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.reports.Dimension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How groups, and their values, are called on the page. */
final class Words {
  private static final DateTimeFormatter HOUR = format("d MMM yyyy HH:mm");
  private static final DateTimeFormatter MONTH = format("MMMM yyyy");

  private Words() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  static String of(Dimension dimension) {
    return switch (dimension.name()) {
      case "agent" -> "Agent";
      case "model" -> "Model";
      case "intent" -> "Intent";
      case "intent_type" -> "Intent type";
      case "task" -> "Task";
      case "hour" -> "Hour";
      case "day" -> "Day";
      case "month" -> "Month";
      default -> "Tag “" + dimension.tag() + "”";
    };
  }

  /** The same within a sentence. */
  static String within(Dimension dimension) {
    String word = of(dimension);
    return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }

  /** A value of the dimension, as reports spell it, for people. */
  static String value(Dimension dimension, String value, ZoneId zone) {
    if (value.isBlank()) {
      return nothing(dimension);
    }
    return switch (dimension.name()) {
      case "agent" -> bare(value);
      case "hour" -> HOUR.format(Instant.parse(value).atZone(zone));
      case "day" -> Shown.SHOWN.day(LocalDate.parse(value));
      case "month" -> MONTH.format(YearMonth.parse(value));
      default -> value;
    };
  }

  /**
   * Names in a chart, which are short: an agent's is the last part of its address, if that tells.
   */
  static List<String> names(Dimension dimension, List<String> values, ZoneId zone) {
    List<String> whole = values.stream().map(value -> value(dimension, value, zone)).toList();
    if (!dimension.name().equals("agent")) {
      return whole;
    }
    List<String> last =
        values.stream().map(value -> new AgentAddress(value).displayName()).toList();
    return new HashSet<>(last).size() == last.size() ? last : whole;
  }

  private static String nothing(Dimension dimension) {
    return switch (dimension.name()) {
      case "intent", "intent_type" -> "outside of intents";
      case "task" -> "no task";
      case "model" -> "not told";
      default -> "none";
    };
  }

  /** Where there is more about a value; null: nowhere. */
  static @Nullable String link(Dimension dimension, String value) {
    if (value.isEmpty()) {
      return null;
    }
    return switch (dimension.name()) {
      case "agent" -> "/agents/" + path(bare(value));
      case "intent" -> "/intents/" + path(value);
      default -> null;
    };
  }

  private static String path(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  private static String bare(String address) {
    return address.startsWith(AgentAddress.PREFIX)
        ? address.substring(AgentAddress.PREFIX.length())
        : address;
  }
}
