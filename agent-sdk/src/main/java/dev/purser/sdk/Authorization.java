package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;

/**
 * Leave to make one call. It extends itself while the call runs, is settled by the report of what
 * the call cost, and gives back what it reserved if it is closed without one.
 */
public interface Authorization extends AutoCloseable {
  /**
   * Reports what the call cost. Never throws {@link IntentStopped}: the money is spent, and the
   * result may still be saved; the meter's next call throws.
   *
   * @throws PurserRefused if it will never be counted; then it may be settled with another spend
   */
  Standing settle(Spend spend);

  /** Reports what the call used; Purser prices it. */
  default Standing settle(Usage usage) {
    return settle(Spend.of(usage));
  }

  /** Reports an amount. */
  default Standing settle(Usd cost) {
    return settle(Spend.of(cost));
  }

  /** Gives back what was reserved, unless the call was reported. */
  @Override
  void close();
}
