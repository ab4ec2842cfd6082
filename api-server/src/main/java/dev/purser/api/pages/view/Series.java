package dev.purser.api.pages.view;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Amounts by hour, day or month, those without any included. */
public final class Series {
  private static final DateTimeFormatter HOUR = format("HH:mm");
  private static final DateTimeFormatter HOUR_OF_DAY = format("d MMM HH:mm");
  private static final DateTimeFormatter DAY = format("d MMM");
  private static final DateTimeFormatter MONTH = format("MMM yyyy");
  private static final DateTimeFormatter MONTH_KEY = format("yyyy-MM");
  private static final Duration LONGEST_DAY = Duration.ofHours(25);

  private Series() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /**
   * One hour, day or month.
   *
   * @param key as reports spell it: an instant, a date, or a year with its month
   * @param label as charts write it
   */
  public record Point(String key, String label, Usd cost) {}

  /**
   * Every hour, day or month of the window.
   *
   * @param unit hour, day or month
   * @param costs by key, as reports spell it
   */
  public static List<Point> of(
      String unit, TimeWindow window, ZoneId zone, Map<String, Usd> costs) {
    List<Point> points = new ArrayList<>();
    Period period = Period.valueOf(unit.toUpperCase(Locale.ROOT));
    boolean oneDay = Duration.between(window.start(), window.end()).compareTo(LONGEST_DAY) <= 0;
    for (Instant at = window.start(); at.isBefore(window.end()); ) {
      TimeWindow one = Windows.at(period, zone, at);
      String key = key(period, one.start(), zone);
      DateTimeFormatter format = label(period, oneDay);
      points.add(
          new Point(
              key, format.format(one.start().atZone(zone)), costs.getOrDefault(key, Usd.ZERO)));
      at = one.end();
    }
    return points;
  }

  private static String key(Period period, Instant start, ZoneId zone) {
    return switch (period) {
      case HOUR -> start.toString();
      case MONTH -> MONTH_KEY.format(start.atZone(zone));
      default -> LocalDate.ofInstant(start, zone).toString();
    };
  }

  private static DateTimeFormatter label(Period period, boolean oneDay) {
    return switch (period) {
      case HOUR -> oneDay ? HOUR : HOUR_OF_DAY;
      case MONTH -> MONTH;
      default -> DAY;
    };
  }
}
