package dev.purser.domain.policy;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.money.Usd;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A limit of how fast money is spent, where other rules limit how much.
 *
 * @param perHour reached when the rate is at least this
 * @param overMinutes over how many minutes the rate is taken
 */
public record BurnLimit(Usd perHour, int overMinutes) {
  /** What {@code over_minutes} is when a rule names none. */
  public static final int DEFAULT_MINUTES = 5;

  /** Most minutes that a rate is taken over. */
  public static final int MOST_MINUTES = 60;

  private static final BigInteger MINUTES_OF_HOUR = BigInteger.valueOf(60);

  /** Checks both; a rate of zero is what every agent has that rests. */
  public BurnLimit {
    if (!perHour.isPositive()) {
      throw new InvalidFieldException("usd_per_hour", "must be more than 0");
    }
    if (overMinutes < 1 || overMinutes > MOST_MINUTES) {
      throw new InvalidFieldException(
          "over_minutes", "must be a whole number from 1 to " + MOST_MINUTES);
    }
  }

  /**
   * From when on amounts count: so many minutes of the clock, the one that runs among them. That is
   * never more than {@link #overMinutes}, so that a rate is never made out to be higher than it is.
   */
  public Instant since(Instant now) {
    return now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(overMinutes - 1L));
  }

  /**
   * The rate, per hour, of what was posted in those minutes: exact, the fraction of a nano-dollar
   * left away, which changes no comparison with a whole number of them.
   */
  public Usd rate(Usd posted) {
    return new Usd(
        posted.exactNanos().multiply(MINUTES_OF_HOUR).divide(BigInteger.valueOf(overMinutes)));
  }

  @Override
  public String toString() {
    return perHour + "/hour over " + overMinutes + " minutes";
  }
}
