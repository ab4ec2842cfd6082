package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.TimeWindow;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a limit is reached if spending goes on as it does. */
public final class Projection {
  private static final BigInteger SECONDS_OF_HOUR = BigInteger.valueOf(3_600);

  private Projection() {}

  /**
   * The first whole second at which the limit is reached; null where it is reached already, where
   * nothing is being spent, or where the window ends before that and its sum begins anew.
   *
   * @param perHour the burn rate
   * @param spent in the window
   * @param limit with the window's grants
   */
  public static @Nullable Instant reachedAt(
      Usd perHour, Usd spent, Usd limit, TimeWindow window, Instant now) {
    if (!perHour.isPositive() || spent.atLeast(limit) || !window.contains(now)) {
      return null;
    }
    BigInteger left = limit.minus(spent).exactNanos();
    BigInteger[] seconds = left.multiply(SECONDS_OF_HOUR).divideAndRemainder(perHour.exactNanos());
    BigInteger whole = seconds[1].signum() == 0 ? seconds[0] : seconds[0].add(BigInteger.ONE);
    BigInteger of = BigInteger.valueOf(now.getEpochSecond()).add(whole);
    if (now.getNano() > 0) {
      of = of.add(BigInteger.ONE);
    }
    // Compared before it is made an Instant: at a nano-dollar an hour it lies past the last one.
    boolean ends = of.compareTo(BigInteger.valueOf(window.end().getEpochSecond())) >= 0;
    return ends ? null : Instant.ofEpochSecond(of.longValue());
  }
}
