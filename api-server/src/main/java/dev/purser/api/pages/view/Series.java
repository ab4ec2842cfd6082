package dev.purser.api.pages.view;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Amounts by hour or by day, those without any included. */
public final class Series {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private Series() {}

  /**
   * One hour or day.
   *
   * @param key as reports spell it: an instant, or a date
   * @param label as charts write it
   */
  public record Point(String key, String label, Usd cost) {}

  /**
   * Every hour or day of the window.
   *
   * @param unit hour or day
   * @param costs by key, as reports spell it
   */
  public static List<Point> of(
      String unit, TimeWindow window, ZoneId zone, Map<String, Usd> costs) {
    List<Point> points = new ArrayList<>();
    Period period = unit.equals("hour") ? Period.HOUR : Period.DAY;
    for (Instant at = window.start(); at.isBefore(window.end()); ) {
      TimeWindow one = Windows.at(period, zone, at);
      points.add(point(period, one.start(), zone, costs));
      at = one.end();
    }
    return points;
  }

  private static Point point(Period period, Instant at, ZoneId zone, Map<String, Usd> costs) {
    if (period == Period.HOUR) {
      String key = at.toString();
      String label = String.format("%02d:00", at.atZone(zone).getHour());
      return new Point(key, label, costs.getOrDefault(key, Usd.ZERO));
    }
    LocalDate day = LocalDate.ofInstant(at, zone);
    String key = day.toString();
    return new Point(key, DAY.format(day), costs.getOrDefault(key, Usd.ZERO));
  }
}
