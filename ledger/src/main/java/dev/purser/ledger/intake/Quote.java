package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs, as far as that can be said before any policy is asked.
 *
 * @param amount as given, priced, or at the assumed price
 * @param how which of the three
 * @param usage model and tokens, where they were told
 * @param tier the context tier of the price
 * @param outputRate USD per million output tokens; null where the amount was given
 */
record Quote(
    Usd amount, How how, @Nullable Usage usage, long tier, @Nullable BigDecimal outputRate) {
  /** Where the amount comes from. */
  enum How {
    GIVEN,
    PRICED,
    ASSUMED
  }

  static Quote given(Usd amount, @Nullable Usage usage) {
    return new Quote(amount, How.GIVEN, usage, 0, null);
  }

  /** The model's name; empty if none was told. */
  String model() {
    return usage == null ? "" : usage.model();
  }

  /** How many output tokens in all this much buys, after what the input costs. */
  @Nullable Long affordableOutput(Usd affordable) {
    if (usage == null || outputRate == null || outputRate.signum() == 0) {
      return null;
    }
    BigDecimal millionths = BigDecimal.valueOf(1_000_000);
    BigDecimal output = outputRate.multiply(BigDecimal.valueOf(usage.output())).divide(millionths);
    BigDecimal left = affordable.toBigDecimal().subtract(amount.toBigDecimal()).add(output);
    if (left.signum() <= 0) {
      return 0L;
    }
    return left.multiply(millionths).divideToIntegralValue(outputRate).longValue();
  }
}
