package dev.purser.domain.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The windows that the calendar of a time zone divides time into: every instant lies in exactly one
 * window of a period.
 */
public final class Windows {

  private static final int HOUR_SECONDS = 3600;
  private static final int QUARTER_SECONDS = 900;

  private Windows() {}

  /**
   * The window that {@code t} lies in. A task's window is the calendar day; intent and tree have
   * none.
   */
  public static TimeWindow at(Period period, ZoneId zone, Instant t) {
    return switch (period) {
      case HOUR -> hour(zone.getRules(), t);
      case DAY, TASK -> {
        LocalDate day = day(zone, t);
        yield between(zone, day, day.plusDays(1));
      }
      case WEEK -> {
        LocalDate monday = day(zone, t).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield between(zone, monday, monday.plusWeeks(1));
      }
      case MONTH -> {
        LocalDate first = day(zone, t).withDayOfMonth(1);
        yield between(zone, first, first.plusMonths(1));
      }
      case INTENT, TREE ->
          throw new IllegalArgumentException(
              "period " + period.wire() + " has no calendar window: it lasts a whole life");
    };
  }

  /** The start of the quarter of an hour that {@code t} lies in, in UTC. */
  public static Instant quarter(Instant t) {
    return floor(t, QUARTER_SECONDS, 0);
  }

  /**
   * An hour of the local clock. Where the clock is turned, one window ends and the next begins: a
   * repeated hour is two windows, and Lord Howe's half-hour change makes windows of 30 minutes.
   */
  private static TimeWindow hour(ZoneRules rules, Instant t) {
    Instant start = floor(t, HOUR_SECONDS, rules.getOffset(t).getTotalSeconds());
    Instant end = start.plusSeconds(HOUR_SECONDS);
    // The one at t itself has happened: previousTransition looks strictly before.
    ZoneOffsetTransition last = rules.previousTransition(t.plusNanos(1));
    ZoneOffsetTransition next = rules.nextTransition(t);
    return new TimeWindow(
        last != null && last.getInstant().isAfter(start) ? last.getInstant() : start,
        next != null && next.getInstant().isBefore(end) ? next.getInstant() : end);
  }

  private static Instant floor(Instant t, int seconds, int offset) {
    long local = t.getEpochSecond() + offset;
    return Instant.ofEpochSecond(Math.floorDiv(local, (long) seconds) * seconds - offset);
  }

  /**
   * The last day that has begun by {@code t}. Not always the date on the clock: where the clock is
   * turned back over midnight it shows yesterday again, and the new day has begun all the same.
   */
  private static LocalDate day(ZoneId zone, Instant t) {
    LocalDate day = LocalDate.ofInstant(t, zone).plusDays(1);
    while (startOf(zone, day).isAfter(t)) {
      day = day.minusDays(1);
    }
    return day;
  }

  private static TimeWindow between(ZoneId zone, LocalDate first, LocalDate next) {
    return new TimeWindow(startOf(zone, first), startOf(zone, next));
  }

  /** A day that a zone skipped starts, and ends, where the next one starts. */
  private static Instant startOf(ZoneId zone, LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
