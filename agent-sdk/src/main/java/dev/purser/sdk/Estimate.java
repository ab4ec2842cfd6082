package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import dev.purser.domain.price.PriceBook;
import dev.purser.domain.price.PriceFile;
import dev.purser.domain.price.Pricing;
import dev.purser.domain.price.Usage;
import java.time.Instant;

/** What a call costs by the list prices that come with the sdk: used only while Purser is away. */
final class Estimate {
  private static final PriceBook PRICES = new PriceBook(PriceFile.load());

  private Estimate() {}

  static Usd of(Spend spend, Instant now) {
    if (spend.cost() != null) {
      return spend.cost();
    }
    Usage usage = spend.usage();
    if (usage == null) {
      return Usd.ZERO;
    }
    return of(usage, now);
  }

  static Usd of(Usage usage, Instant now) {
    if (PRICES.price(usage, now) instanceof Pricing.Priced priced) {
      return priced.amount();
    }
    return AssumedPrice.DEFAULT.price(usage);
  }
}
