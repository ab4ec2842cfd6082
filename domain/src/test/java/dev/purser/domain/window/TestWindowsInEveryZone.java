package dev.purser.domain.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds in every time zone that Java knows, from 2000 to 2040. */
class TestWindowsInEveryZone {

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");

  /** The last change of a clock at an odd minute was Casey's, on 2022-10-01 at 16:01 UTC. */
  private static final Instant MODERN = Instant.parse("2023-01-01T00:00:00Z");

  private static final List<ZoneId> ZONES =
      new TreeSet<>(ZoneId.getAvailableZoneIds()).stream().map(ZoneId::of).toList();

  private static final Map<ZoneId, List<Instant>> TRANSITIONS = new HashMap<>();

  record Place(ZoneId zone, Instant t) {}

  /** Half of the instants lie within a day and a half of a change of the clock. */
  @Provide
  Arbitrary<Place> places() {
    return Arbitraries.of(ZONES)
        .flatMap(
            zone ->
                Arbitraries.oneOf(List.of(anyInstant(), nearTransition(zone)))
                    .map(t -> new Place(zone, t)));
  }

  private static Arbitrary<Instant> anyInstant() {
    return Arbitraries.longs()
        .between(FROM.getEpochSecond(), TO.getEpochSecond() - 1)
        .map(Instant::ofEpochSecond);
  }

  private static Arbitrary<Instant> nearTransition(ZoneId zone) {
    List<Instant> transitions = transitions(zone);
    if (transitions.isEmpty()) {
      return anyInstant();
    }
    Arbitrary<Integer> minutes = Arbitraries.integers().between(-36 * 60, 36 * 60);
    Arbitrary<Integer> nanos = Arbitraries.integers().between(-1, 1);
    return Combinators.combine(Arbitraries.of(transitions), minutes, nanos)
        .as((t, minute, nano) -> t.plusSeconds(minute * 60L).plusNanos(nano));
  }

  private static List<Instant> transitions(ZoneId zone) {
    return TRANSITIONS.computeIfAbsent(zone, TestWindowsInEveryZone::findTransitions);
  }

  private static List<Instant> findTransitions(ZoneId zone) {
    List<Instant> found = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(FROM);
    while (next != null && next.getInstant().isBefore(TO)) {
      found.add(next.getInstant());
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return found;
  }

  @Provide
  Arbitrary<Period> calendarPeriods() {
    return Arbitraries.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void everyInstantLiesInExactlyOneWindow(
      @ForAll("calendarPeriods") Period period, @ForAll("places") Place place) {
    TimeWindow window = Windows.at(period, place.zone, place.t);
    assertThat(window.contains(place.t)).isTrue();
    assertThat(Windows.at(period, place.zone, window.start())).isEqualTo(window);
    assertThat(Windows.at(period, place.zone, window.end().minusNanos(1))).isEqualTo(window);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void windowsFollowEachOtherWithoutGap(
      @ForAll("calendarPeriods") Period period, @ForAll("places") Place place) {
    TimeWindow window = Windows.at(period, place.zone, place.t);
    TimeWindow next = Windows.at(period, place.zone, window.end());
    TimeWindow last = Windows.at(period, place.zone, window.start().minusNanos(1));
    assertThat(next.start()).isEqualTo(window.end());
    assertThat(last.end()).isEqualTo(window.start());
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void windowsBeginAndEndWithAQuarterOfAnHour(
      @ForAll("calendarPeriods") Period period, @ForAll("places") Place place) {
    TimeWindow window = Windows.at(period, place.zone, place.t);
    if (window.start().isBefore(MODERN)) {
      return;
    }
    assertThat(Windows.quarter(window.start())).isEqualTo(window.start());
    assertThat(Windows.quarter(window.end())).isEqualTo(window.end());
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void anHourIsNeverLongerThanSixtyMinutesNorRunsOverAChangeOfTheClock(
      @ForAll("places") Place place) {
    TimeWindow window = Windows.at(Period.HOUR, place.zone, place.t);
    assertThat(Duration.between(window.start(), window.end()))
        .isLessThanOrEqualTo(Duration.ofHours(1));
    Instant last = window.end().minusNanos(1);
    assertThat(place.zone.getRules().getOffset(last))
        .isEqualTo(place.zone.getRules().getOffset(window.start()));
    assertThat(LocalDateTime.ofInstant(last, place.zone).getHour())
        .isEqualTo(LocalDateTime.ofInstant(window.start(), place.zone).getHour());
    boolean full = Duration.between(window.start(), window.end()).equals(Duration.ofHours(1));
    if (full) {
      assertThat(LocalDateTime.ofInstant(window.start(), place.zone).getMinute()).isZero();
    } else {
      assertThat(transitions(place.zone))
          .containsAnyElementsOf(List.of(window.start(), window.end()));
    }
  }

  /** A day is the first moment at which the clock shows its date, up to that of the next date. */
  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void longerWindowsConsistOfWholeDays(@ForAll("places") Place place) {
    TimeWindow day = Windows.at(Period.DAY, place.zone, place.t);
    TimeWindow week = Windows.at(Period.WEEK, place.zone, place.t);
    TimeWindow month = Windows.at(Period.MONTH, place.zone, place.t);
    assertWithin(day, week);
    assertWithin(day, month);
    assertThat(Windows.at(Period.DAY, place.zone, week.start()).start()).isEqualTo(week.start());
    assertThat(Windows.at(Period.DAY, place.zone, month.start()).start()).isEqualTo(month.start());
    LocalDateTime monday = LocalDateTime.ofInstant(week.start(), place.zone);
    assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    LocalDateTime first = LocalDateTime.ofInstant(month.start(), place.zone);
    assertThat(first.getDayOfMonth()).isEqualTo(1);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void aDayStartsWhenTheClockFirstShowsItsDate(@ForAll("places") Place place) {
    Instant start = Windows.at(Period.DAY, place.zone, place.t).start();
    LocalDateTime before = LocalDateTime.ofInstant(start.minusNanos(1), place.zone);
    LocalDateTime at = LocalDateTime.ofInstant(start, place.zone);
    assertThat(at.toLocalDate()).isAfter(before.toLocalDate());
    if (!at.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      // Only where the clock jumps over 00:00, as Casey's did to 03:00 on 22 October 2016.
      ZoneOffsetTransition jump = place.zone.getRules().previousTransition(start.plusNanos(1));
      assertThat(jump.getInstant()).isEqualTo(start);
      assertThat(jump.getDateTimeBefore()).isBeforeOrEqualTo(at.toLocalDate().atStartOfDay());
      assertThat(jump.getDateTimeAfter()).isEqualTo(at);
    }
  }

  @Example
  void aDayThatBeginsAtThreeIsOne() {
    ZoneId casey = ZoneId.of("Antarctica/Casey");
    aDayStartsWhenTheClockFirstShowsItsDate(
        new Place(casey, Instant.parse("2016-10-22T00:00:00Z")));
  }

  private static void assertWithin(TimeWindow inner, TimeWindow outer) {
    assertThat(inner.start()).isAfterOrEqualTo(outer.start());
    assertThat(inner.end()).isBeforeOrEqualTo(outer.end());
  }
}
