package dev.purser.workflows.summary;

import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What the calendar says at one moment.
 *
 * @param today the day that it is
 * @param yesterday the day before, which is told of today
 * @param due when it is told; by as much later as the clock skips, where it skips that time
 * @param next the same of tomorrow
 */
public record SummaryPlan(LocalDate today, LocalDate yesterday, Instant due, Instant next) {

  static SummaryPlan of(SummarySettings settings, Instant now) {
    ZoneId zone = settings.zoneId();
    TimeWindow today = Windows.at(Period.DAY, zone, now);
    return new SummaryPlan(
        date(zone, today.start()),
        date(zone, today.start().minusNanos(1)),
        due(settings, zone, today.start()),
        due(settings, zone, today.end()));
  }

  private static LocalDate date(ZoneId zone, Instant at) {
    return LocalDate.ofInstant(at, zone);
  }

  private static Instant due(SummarySettings settings, ZoneId zone, Instant start) {
    return date(zone, start).atTime(settings.time()).atZone(zone).toInstant();
  }
}
