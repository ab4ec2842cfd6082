package dev.purser.domain.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestWindows {

  @ParameterizedTest
  @CsvSource({
    "HOUR, UTC, 2026-11-23T10:59:59Z, 2026-11-23T10:00:00Z, 2026-11-23T11:00:00Z",
    "HOUR, UTC, 2026-11-23T11:00:00Z, 2026-11-23T11:00:00Z, 2026-11-23T12:00:00Z",
    "WEEK, UTC, 2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "WEEK, UTC, 2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "MONTH, UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "DAY, UTC, 1969-12-31T23:59:59Z, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
    "HOUR, UTC, 1969-12-31T23:59:59Z, 1969-12-31T23:00:00Z, 1970-01-01T00:00:00Z",
    // Three quarters of an hour beside UTC.
    "HOUR, Asia/Kathmandu, 2026-03-10T10:20:00Z, 2026-03-10T10:15:00Z, 2026-03-10T11:15:00Z",
    "HOUR, Asia/Kathmandu, 2026-03-10T10:14:59Z, 2026-03-10T09:15:00Z, 2026-03-10T10:15:00Z",
    "DAY, Asia/Kathmandu, 2026-03-10T10:20:00Z, 2026-03-09T18:15:00Z, 2026-03-10T18:15:00Z",
    "WEEK, Asia/Kathmandu, 2026-03-10T10:20:00Z, 2026-03-08T18:15:00Z, 2026-03-15T18:15:00Z",
    "MONTH, Asia/Kathmandu, 2026-03-10T10:20:00Z, 2026-02-28T18:15:00Z, 2026-03-31T18:15:00Z",
    // The clock is turned by half an hour: 02:00 to 01:30, and 02:00 to 02:30.
    "HOUR, Australia/Lord_Howe, 2026-04-04T14:59:59Z, 2026-04-04T14:00:00Z, 2026-04-04T15:00:00Z",
    "HOUR, Australia/Lord_Howe, 2026-04-04T15:00:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z",
    "HOUR, Australia/Lord_Howe, 2026-04-04T15:30:00Z, 2026-04-04T15:30:00Z, 2026-04-04T16:30:00Z",
    "DAY, Australia/Lord_Howe, 2026-04-05T00:00:00Z, 2026-04-04T13:00:00Z, 2026-04-05T13:30:00Z",
    "HOUR, Australia/Lord_Howe, 2026-10-03T15:29:59Z, 2026-10-03T14:30:00Z, 2026-10-03T15:30:00Z",
    "HOUR, Australia/Lord_Howe, 2026-10-03T15:30:00Z, 2026-10-03T15:30:00Z, 2026-10-03T16:00:00Z",
    "DAY, Australia/Lord_Howe, 2026-10-04T00:00:00Z, 2026-10-03T13:30:00Z, 2026-10-04T13:00:00Z",
    // Berlin: days of 23 and 25 hours, a week of 167 hours, a month of 745.
    "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "WEEK, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
    "MONTH, Europe/Berlin, 2026-03-15T12:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
    "MONTH, Europe/Berlin, 2026-10-15T12:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
    "HOUR, Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
    "HOUR, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z",
    "HOUR, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
    // New York.
    "DAY, America/New_York, 2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
    "DAY, America/New_York, 2026-11-01T12:00:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    "WEEK, America/New_York, 2026-11-01T12:00:00Z, 2026-10-26T04:00:00Z, 2026-11-02T05:00:00Z",
    "MONTH, America/New_York, 2026-11-15T12:00:00Z, 2026-11-01T04:00:00Z, 2026-12-01T05:00:00Z",
    // São Paulo had no 00:00 on one day and two 23:00 on another.
    "DAY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "DAY, America/Sao_Paulo, 2018-02-18T02:30:00Z, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
    // Havana has two 00:00 on the day the clock is turned back: the first one begins it.
    "DAY, America/Havana, 2026-11-01T04:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    "DAY, America/Havana, 2026-11-01T05:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    "DAY, America/Havana, 2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
    "MONTH, America/Havana, 2026-11-01T05:30:00Z, 2026-11-01T04:00:00Z, 2026-12-01T05:00:00Z",
    // St. John's turned 00:01 back to 23:01: it is Sunday already while the clock shows Saturday.
    "DAY, America/St_Johns, 2010-11-07T02:29:59Z, 2010-11-06T02:30:00Z, 2010-11-07T02:30:00Z",
    "DAY, America/St_Johns, 2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
    // Apia skipped 30 December 2011.
    "DAY, Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
    "DAY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
    "WEEK, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-26T10:00:00Z, 2012-01-01T10:00:00Z",
    "MONTH, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-01T10:00:00Z, 2011-12-31T10:00:00Z",
  })
  void findsTheWindow(Period period, ZoneId zone, Instant t, Instant start, Instant end) {
    assertThat(Windows.at(period, zone, t)).isEqualTo(new TimeWindow(start, end));
  }

  @Test
  void givesATaskTheCalendarDay() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant t = Instant.parse("2026-10-25T12:00:00Z");
    assertThat(Windows.at(Period.TASK, zone, t)).isEqualTo(Windows.at(Period.DAY, zone, t));
  }

  @ParameterizedTest
  @EnumSource(names = {"INTENT", "TREE"})
  void hasNoneForAWholeLife(Period period) {
    assertThatThrownBy(() -> Windows.at(period, ZoneId.of("UTC"), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(period.wire());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z",
    "2026-11-23T10:14:59.999999999Z, 2026-11-23T10:00:00Z",
    "2026-11-23T10:15:00Z, 2026-11-23T10:15:00Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:45:00Z",
  })
  void floorsToTheQuarterOfAnHour(Instant t, Instant quarter) {
    assertThat(Windows.quarter(t)).isEqualTo(quarter);
  }

  @Test
  void isHalfOpen() {
    Instant start = Instant.parse("2026-11-23T10:00:00Z");
    Instant end = start.plusSeconds(60);
    TimeWindow window = new TimeWindow(start, end);
    assertThat(window.contains(start)).isTrue();
    assertThat(window.contains(end.minusNanos(1))).isTrue();
    assertThat(window.contains(end)).isFalse();
    assertThat(window.contains(start.minusNanos(1))).isFalse();
    assertThatThrownBy(() -> new TimeWindow(start, start))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
