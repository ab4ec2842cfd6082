package dev.purser.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * US dollars in nano-dollars (10⁻⁹ USD), exact. One amount that is charged, reserved or granted
 * lies between about ±$9.2 billion, a {@code long}; sums have no bound, so that what one spends
 * never makes another's spending uncountable.
 */
public record Usd(BigInteger exactNanos) implements Comparable<Usd> {

  /** Decimals of a dollar that an amount keeps. */
  public static final int DECIMALS = 9;

  public static final Usd ZERO = new Usd(BigInteger.ZERO);

  /** No amount needs more characters; the parser's work grows with the square of the length. */
  private static final int MAX_TEXT = 100;

  /** More digits before the point than amounts of a long can ever add up to. */
  private static final int MAX_WHOLE_DIGITS = 40;

  public static Usd ofNanos(long nanos) {
    return nanos == 0 ? ZERO : new Usd(BigInteger.valueOf(nanos));
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
   * One amount, rounded half-even to nine decimals.
   *
   * @throws ArithmeticException if the amount is out of range
   */
  public static Usd of(BigDecimal dollars) {
    Usd amount = ofSum(dollars);
    if (!amount.isLong()) {
      throw outOfRange();
    }
    return amount;
  }

  /**
   * A sum of amounts, rounded half-even to nine decimals.
   *
   * @throws ArithmeticException if it is so large that no amounts add up to it
   */
  public static Usd ofSum(BigDecimal dollars) {
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
    return new Usd(dollars.setScale(DECIMALS, RoundingMode.HALF_EVEN).unscaledValue());
  }

  private static ArithmeticException outOfRange() {
    return new ArithmeticException(
        "an amount of dollars lies between "
            + ofNanos(Long.MIN_VALUE)
            + " and "
            + ofNanos(Long.MAX_VALUE));
  }

  /** Whether its nano-dollars are a long, as those of every single amount must be. */
  public boolean isLong() {
    return exactNanos.bitLength() < Long.SIZE;
  }

  /** Nano-dollars of a single amount; ArithmeticException where a sum is too large for that. */
  public long nanos() {
    return exactNanos.longValueExact();
  }

  /** Nano-dollars, or the nearest that a long holds: to show, never to count on. */
  public long nearestNanos() {
    return isLong() ? exactNanos.longValue() : isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  public Usd plus(Usd other) {
    return new Usd(exactNanos.add(other.exactNanos));
  }

  public Usd minus(Usd other) {
    return new Usd(exactNanos.subtract(other.exactNanos));
  }

  public Usd negated() {
    return new Usd(exactNanos.negate());
  }

  public boolean isZero() {
    return exactNanos.signum() == 0;
  }

  public boolean isPositive() {
    return exactNanos.signum() > 0;
  }

  public boolean isNegative() {
    return exactNanos.signum() < 0;
  }

  public boolean atLeast(Usd other) {
    return compareTo(other) >= 0;
  }

  public Usd min(Usd other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Usd max(Usd other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Usd other) {
    return exactNanos.compareTo(other.exactNanos);
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
    return (isNegative() ? "-$" : "$") + withDecimals(2).abs().toPlainString();
  }

  private BigDecimal withDecimals(int atLeast) {
    BigDecimal stripped = new BigDecimal(exactNanos, DECIMALS).stripTrailingZeros();
    return stripped.scale() < atLeast ? stripped.setScale(atLeast) : stripped;
  }
}
