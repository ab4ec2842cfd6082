package dev.purser.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.TimeWindow;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestProjection {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final TimeWindow DAY =
      new TimeWindow(Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-21T00:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // per hour, spent, limit, reached at
        "10, 30, 50, 2026-11-20T14:00:00Z",
        "8, 47, 50, 2026-11-20T12:22:30Z",
        "7, 49, 50, 2026-11-20T12:08:35Z",
        "0.000000001, 49.999999999, 50, 2026-11-20T13:00:00Z",
        "1.66671, 30, 50, 2026-11-20T23:59:59Z",
        "1.66667, 30, 50, -",
        "0.000000001, 0, 9000000000, -",
        "0, 30, 50, -",
        "-1, 30, 50, -",
        "10, 50, 50, -",
        "10, 51, 50, -",
        "10, 0, 0, -",
      })
  void isTheSecondAtWhichTheLimitIsReachedUnlessTheWindowEndsFirst(
      String perHour, String spent, String limit, Instant at) {
    assertThat(Projection.reachedAt(Usd.of(perHour), Usd.of(spent), Usd.of(limit), DAY, NOW))
        .isEqualTo(at);
  }

  @Test
  void neverSaysASecondTooEarlyWithinARunningSecond() {
    Instant within = NOW.plusMillis(1);
    assertThat(Projection.reachedAt(Usd.of("3600"), Usd.ZERO, Usd.of("1"), DAY, within))
        .isEqualTo("2026-11-20T12:00:02Z");
  }

  @Property
  void atTheSecondItSaysItIsReachedAndASecondBeforeItIsNot(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long perHour,
      @ForAll @LongRange(max = 1_000_000_000_000L) long spent,
      @ForAll @LongRange(max = 1_000_000_000_000L) long limit) {
    Instant at =
        Projection.reachedAt(
            Usd.ofNanos(perHour), Usd.ofNanos(spent), Usd.ofNanos(limit), DAY, NOW);
    long untilEnd = Duration.between(NOW, DAY.end()).toSeconds();
    if (at == null) {
      assertThat(spent >= limit || after(perHour, spent, untilEnd - 1) < limit).isTrue();
      return;
    }
    long seconds = Duration.between(NOW, at).toSeconds();
    assertThat(after(perHour, spent, seconds)).isGreaterThanOrEqualTo(limit);
    assertThat(after(perHour, spent, seconds - 1)).isLessThan(limit);
    assertThat(at).isBefore(DAY.end());
  }

  private static long after(long perHour, long spent, long seconds) {
    return BigInteger.valueOf(perHour)
        .multiply(BigInteger.valueOf(seconds))
        .divide(BigInteger.valueOf(3_600))
        .add(BigInteger.valueOf(spent))
        .longValueExact();
  }
}
