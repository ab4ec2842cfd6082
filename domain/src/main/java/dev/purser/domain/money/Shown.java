package dev.purser.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Amounts as people read them. */
public final class Shown {
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private Shown() {}

  /**
   * Dollars with cents and thousands: $1,234.50. Only what is below a cent shows more, to the nano:
   * $0.000042.
   */
  public static String of(Usd amount) {
    BigDecimal dollars = amount.toBigDecimal();
    boolean tiny = dollars.signum() != 0 && dollars.abs().compareTo(CENT) < 0;
    String pattern = tiny ? "#,##0.00#######" : "#,##0.00";
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return (dollars.signum() < 0 ? "-$" : "$") + format.format(dollars.abs());
  }
}
