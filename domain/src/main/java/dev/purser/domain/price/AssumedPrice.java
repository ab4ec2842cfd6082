package dev.purser.domain.price;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;

/** What a model without a known price is assumed to cost, in USD per million tokens. */
public record AssumedPrice(BigDecimal input, BigDecimal output) {

  /** 15 and 75 USD per million tokens in and out. */
  public static final AssumedPrice DEFAULT =
      new AssumedPrice(BigDecimal.valueOf(15), BigDecimal.valueOf(75));

  private static final int MILLION_DIGITS = 6;

  public AssumedPrice {
    input = ModelPrice.requirePrice("input", input);
    output = ModelPrice.requirePrice("output", output);
  }

  /** Every input token once, cached or not, at the input rate, and every output token. */
  public Usd price(Usage usage) {
    BigDecimal millionths =
        input
            .multiply(BigDecimal.valueOf(inputTokens(usage)))
            .add(output.multiply(BigDecimal.valueOf(usage.output())));
    return Usd.ofSum(millionths.scaleByPowerOfTen(-MILLION_DIGITS));
  }

  private static long inputTokens(Usage usage) {
    long cached = usage.cachedInput() + usage.cacheWrite();
    boolean beside = Providers.inputExcludesCached(usage.provider(), usage.model());
    // More cached tokens than input tokens can only have been counted beside them.
    return beside || cached > usage.input() ? usage.input() + cached : usage.input();
  }
}
