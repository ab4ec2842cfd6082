package dev.purser.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Amounts as people read them: $1,204.10, -$1.20, and below a cent every digit there is, $0.000375.
 */
public final class Shown {
  private static final Usd CENT = Usd.ofNanos(10_000_000);

  private Shown() {}

  /** Dollars and cents, rounded half-even; exact where cents would say nothing. */
  public static String of(Usd amount) {
    return (amount.isNegative() ? "-$" : "$") + digits(amount.toBigDecimal().abs());
  }

  private static String digits(BigDecimal dollars) {
    boolean belowCent = dollars.signum() > 0 && dollars.compareTo(CENT.toBigDecimal()) < 0;
    return belowCent
        ? dollars.toPlainString()
        : String.format(Locale.ROOT, "%,.2f", dollars.setScale(2, RoundingMode.HALF_EVEN));
  }
}
