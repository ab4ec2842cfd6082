package dev.purser.ledger;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import java.time.ZoneId;

/**
 * Where the ledger lies and what holds where nobody said otherwise.
 *
 * @param jdbcUrl of a PostgreSQL database, {@code jdbc:postgresql://…}
 * @param poolSize most connections at once, besides Intake's own two and three for {@link
 *     PeoplesActs}
 * @param zone whose calendar the windows of agents without a policy follow
 * @param assumed what usage without a price is assumed to cost
 * @param mostReport the most that one report may cost, above 0 and at most $1,000,000
 * @param unlimitedAlert the daily sum at which an agent under no rule raises an alert
 * @param sendsPerHour how many intents an agent may send to others in any hour
 */
public record LedgerSettings(
    String jdbcUrl,
    String user,
    String password,
    int poolSize,
    ZoneId zone,
    AssumedPrice assumed,
    Usd mostReport,
    Usd unlimitedAlert,
    int sendsPerHour) {
  public static final int DEFAULT_POOL_SIZE = 12;
  public static final Usd DEFAULT_MOST_REPORT = Usd.of("10000");
  public static final Usd DEFAULT_UNLIMITED_ALERT = Usd.of("5");
  public static final int DEFAULT_SENDS_PER_HOUR = 1000;

  private static final Usd HIGHEST_MOST_REPORT = Usd.of("1000000");

  /** Checks the size of the pool, and the most that a report may cost. */
  public LedgerSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize must be at least 1, not " + poolSize);
    }
    if (!mostReport.isPositive() || !HIGHEST_MOST_REPORT.atLeast(mostReport)) {
      throw new IllegalArgumentException("mostReport " + mostReport + " is out of bounds");
    }
  }

  /**
   * The most that a report may cost, as somebody wrote it.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static Usd mostReport(String dollars) {
    try {
      Usd most = Usd.of(dollars);
      if (most.isPositive() && HIGHEST_MOST_REPORT.atLeast(most)) {
        return most;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Falls through: it is no such amount.
    }
    throw new IllegalArgumentException("must be dollars above 0 and at most 1000000, like 10000");
  }

  /** Settings with everything but the address at its default, and windows in UTC. */
  public static LedgerSettings of(String jdbcUrl, String user, String password) {
    return new LedgerSettings(
        jdbcUrl,
        user,
        password,
        DEFAULT_POOL_SIZE,
        ZoneId.of("UTC"),
        AssumedPrice.DEFAULT,
        DEFAULT_MOST_REPORT,
        DEFAULT_UNLIMITED_ALERT,
        DEFAULT_SENDS_PER_HOUR);
  }
}
