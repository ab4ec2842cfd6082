package dev.purser.domain.policy;

import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
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
}
