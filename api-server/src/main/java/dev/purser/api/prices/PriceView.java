package dev.purser.api.prices;

import dev.purser.domain.price.ModelPrice;
import dev.purser.ledger.prices.PriceLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A price in USD per million tokens as answers show it. */
public record PriceView(
    String model,
    List<String> aliases,
    @Nullable String provider,
    @Nullable Instant effectiveFrom,
    long aboveTokens,
    @Nullable BigDecimal input,
    @Nullable BigDecimal cachedInput,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal output,
    @Nullable BigDecimal reasoning,
    String source,
    @Nullable String actor) {

  /** The view of a price that came with the program. */
  static PriceView of(ModelPrice price) {
    return of(price, "list", null);
  }

  /** The view of a price that someone added. */
  static PriceView of(PriceLine line) {
    return of(line.price(), "added", line.actor());
  }

  private static PriceView of(ModelPrice price, String source, @Nullable String actor) {
    return new PriceView(
        price.model(),
        price.names(),
        price.provider(),
        price.effectiveFrom(),
        price.aboveInputTokens(),
        price.input(),
        price.cachedInput(),
        price.cacheWrite(),
        price.output(),
        price.reasoning(),
        source,
        actor);
  }
}
