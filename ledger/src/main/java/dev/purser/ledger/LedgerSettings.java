package dev.purser.ledger;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import java.time.ZoneId;

/**
 * Where the ledger lies and what holds where nobody said otherwise.
 *
 * @param jdbcUrl of a PostgreSQL database, {@code jdbc:postgresql://…}
 * @param poolSize most connections at once, besides Intake's own two
 * @param zone whose calendar the windows of agents without a policy follow
 * @param assumed what usage without a price is assumed to cost
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
    Usd unlimitedAlert,
    int sendsPerHour) {
  public static final int DEFAULT_POOL_SIZE = 12;
  public static final Usd DEFAULT_UNLIMITED_ALERT = Usd.of("5");
  public static final int DEFAULT_SENDS_PER_HOUR = 1000;

  /** Checks the size of the pool. */
  public LedgerSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize must be at least 1, not " + poolSize);
    }
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
        DEFAULT_UNLIMITED_ALERT,
        DEFAULT_SENDS_PER_HOUR);
  }
}
