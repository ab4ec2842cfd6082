package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Where the engine looks up what was spent. */
@FunctionalInterface
public interface Balances {
  /**
   * The balance of an account's window.
   *
   * @param window null for periods that last the account's whole life
   */
  Balance of(AccountKey account, Period period, ZoneId zone, @Nullable TimeWindow window);

  /**
   * How fast an account spends, per hour, as {@link BurnLimit#rate} makes it of what was posted
   * {@link BurnLimit#since} then. What was posted before a person resumed the account is left out:
   * old minutes must not undo that.
   */
  default Usd burnRate(AccountKey account, BurnLimit burn, Instant now) {
    throw new UnsupportedOperationException("no minutes of " + account + " are kept here");
  }
}
