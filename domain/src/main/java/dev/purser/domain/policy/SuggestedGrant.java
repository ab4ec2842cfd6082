package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** How much more a resume should grant, wherever that is suggested: pages, mails, commands. */
public final class SuggestedGrant {
  private static final BigDecimal FIFTH = new BigDecimal("0.2");
  private static final BigDecimal LEAST = BigDecimal.ONE;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  private SuggestedGrant() {}

  /**
   * What is over the limit, and a fifth of it to go on with, at least a dollar, in whole cents.
   *
   * @param ruled the rule's limit
   * @param limit the same with what was granted already
   * @return null where as much is left, and where it is more than any grant may be
   */
  public static @Nullable Usd of(Usd ruled, Usd limit, Usd spent) {
    BigDecimal further = ruled.toBigDecimal().multiply(FIFTH).max(LEAST);
    BigDecimal over = spent.minus(limit).toBigDecimal();
    if (over.negate().compareTo(further) >= 0) {
      return null;
    }
    BigDecimal more = over.max(BigDecimal.ZERO).add(further).setScale(2, RoundingMode.CEILING);
    return more.compareTo(MOST) > 0 ? null : Usd.of(more);
  }
}
