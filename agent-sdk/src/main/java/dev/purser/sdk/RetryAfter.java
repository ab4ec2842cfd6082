package dev.purser.sdk;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long a server asks to be left alone: in seconds, or until a date. */
final class RetryAfter {
  /** Nobody waits longer than this, whatever a server says. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private RetryAfter() {}

  /** Zero where nothing is said that can be read. */
  static Duration of(HttpHeaders headers) {
    return of(
        headers.firstValue("Retry-After").orElse(""),
        headers.firstValue("Date").orElse(""),
        Clock.systemUTC());
  }

  /** A date counts from the server's own where it says what time it is there. */
  static Duration of(String value, String date, Clock clock) {
    Duration wait = seconds(value.strip());
    if (wait == null) {
      Instant until = instant(value);
      if (until == null) {
        return Duration.ZERO;
      }
      Instant now = instant(date);
      wait = Duration.between(now == null ? clock.instant() : now, until);
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static @Nullable Duration seconds(String value) {
    try {
      return Duration.ofSeconds(Long.parseLong(value));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(String value) {
    try {
      return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
