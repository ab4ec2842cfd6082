package dev.purser.api.pages.view;

import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A stretch of time to look at, as the pages offer them.
 *
 * @param name as addresses of pages spell it
 * @param label as people read it
 * @param days how many days it begins before today; 0: today
 * @param unit what its chart is divided by: hour or day
 */
public record Span(String name, String label, int days, String unit) {
  /** Those to choose from, the shortest first. */
  public static final List<Span> ALL =
      List.of(
          new Span("today", "Today", 0, "hour"),
          new Span("7d", "7 days", 6, "day"),
          new Span("30d", "30 days", 29, "day"));

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException saying which there are
   */
  public static Span of(String name) {
    return ALL.stream()
        .filter(span -> span.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be today, 7d or 30d"));
  }

  /** Its beginning and its end, by the calendar of a zone. */
  public TimeWindow window(ZoneId zone, Instant now) {
    TimeWindow today = Windows.at(Period.DAY, zone, now);
    Instant from =
        today.start().atZone(zone).toLocalDate().minusDays(days).atStartOfDay(zone).toInstant();
    return new TimeWindow(from, today.end());
  }
}
