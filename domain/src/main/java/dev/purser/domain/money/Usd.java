package dev.purser.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of US dollars in nano-dollars (10⁻⁹ USD), exact, up to about ±$9.2 billion. */
public record Usd(long nanos) implements Comparable<Usd> {

  /** Decimals of a dollar that an amount keeps. */
  public static final int DECIMALS = 9;

  public static final Usd ZERO = new Usd(0);

  /** No amount needs more characters; the parser's work grows with the square of the length. */
  private static final int MAX_TEXT = 100;

  /** Long.MAX_VALUE nano-dollars have ten digits before the point. */
  private static final int MAX_WHOLE_DIGITS = 10;

  public static Usd ofNanos(long nanos) {
    return nanos == 0 ? ZERO : new Usd(nanos);
  }

  /**
   * Reads decimal text such as {@code 0.0375} or {@code 1e-3}, rounded half-even to nine decimals.
   *
   * @throws NumberFormatException if the text is not a decimal number
   * @throws ArithmeticException if the amount is out of range
   */
  public static Usd of(String dollars) {
    if (dollars.length() > MAX_TEXT) {
      throw new NumberFormatException(
          "an amount of dollars has at most " + MAX_TEXT + " characters, not " + dollars.length());
    }
    BigDecimal amount;
    try {
      if (!dollars.chars().allMatch(c -> c < 128)) {
        throw new NumberFormatException("digits of another script");
      }
      amount = new BigDecimal(dollars);
    } catch (NumberFormatException e) {
      NumberFormatException clearer =
          new NumberFormatException(
              "\"" + dollars + "\" is not an amount of dollars: write it like 12.50");
      clearer.initCause(e);
      throw clearer;
    }
    return of(amount);
  }

  /**
   * Rounds half-even to nine decimals.
   *
   * @throws ArithmeticException if the amount is out of range
   */
  public static Usd of(BigDecimal dollars) {
    if (dollars.signum() == 0) {
      return ZERO;
    }
    // Decided on the exponent alone: setScale would write out every digit of 1e999999999.
    long wholeDigits = (long) dollars.precision() - dollars.scale();
    if (wholeDigits > MAX_WHOLE_DIGITS) {
      throw outOfRange();
    }
    if (wholeDigits < -DECIMALS) {
      return ZERO;
    }
    BigDecimal nanos = dollars.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    try {
      return ofNanos(nanos.unscaledValue().longValueExact());
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  private static ArithmeticException outOfRange() {
    return new ArithmeticException(
        "an amount of dollars lies between "
            + new Usd(Long.MIN_VALUE)
            + " and "
            + new Usd(Long.MAX_VALUE));
  }

  /** The exact sum; ArithmeticException on overflow. */
  public Usd plus(Usd other) {
    return ofNanos(Math.addExact(nanos, other.nanos));
  }

  /** The exact difference; ArithmeticException on overflow. */
  public Usd minus(Usd other) {
    return ofNanos(Math.subtractExact(nanos, other.nanos));
  }

  public Usd negated() {
    return ofNanos(Math.negateExact(nanos));
  }

  public boolean isZero() {
    return nanos == 0;
  }

  public boolean isPositive() {
    return nanos > 0;
  }

  public boolean isNegative() {
    return nanos < 0;
  }

  public boolean atLeast(Usd other) {
    return nanos >= other.nanos;
  }

  public Usd min(Usd other) {
    return nanos <= other.nanos ? this : other;
  }

  public Usd max(Usd other) {
    return nanos >= other.nanos ? this : other;
  }

  @Override
  public int compareTo(Usd other) {
    return Long.compare(nanos, other.nanos);
  }

  /**
   * The amount in dollars without trailing zeros and with a scale of 0 to 9: 50, not 5E+1. Write it
   * with {@code toPlainString}: below a millionth, BigDecimal's toString shows an exponent all the
   * same.
   */
  public BigDecimal toBigDecimal() {
    return withDecimals(0);
  }

  /** At least two decimals and more only where needed: $50.00, $0.0375, -$1.20. */
  @Override
  public String toString() {
    return (nanos < 0 ? "-$" : "$") + withDecimals(2).abs().toPlainString();
  }

  private BigDecimal withDecimals(int atLeast) {
    BigDecimal stripped = BigDecimal.valueOf(nanos, DECIMALS).stripTrailingZeros();
    return stripped.scale() < atLeast ? stripped.setScale(atLeast) : stripped;
  }
}
