package dev.purser.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestUsd {

  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "50, 50000000000",
    "5E+1, 50000000000",
    "+0.03, 30000000",
    "-1.20, -1200000000",
    "0.000000001, 1",
    // Half to even.
    "0.0000000005, 0",
    "0.0000000015, 2",
    "0.0000000025, 2",
    "0.00000000250000000001, 3",
    "-0.0000000015, -2",
    "0.00000000099, 1",
    "0.00000000049, 0",
    "9223372036.854775807, 9223372036854775807",
    "9223372036.8547758074, 9223372036854775807",
    "-9223372036.854775808, -9223372036854775808",
    "1e-400, 0",
    "0e999999999, 0",
    "1e-999999999, 0",
  })
  void readsDollarsToTheNanoDollar(String text, long nanos) {
    assertThat(Usd.of(text)).isEqualTo(Usd.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036.854775808",
        "9223372036.8547758075",
        "-9223372036.854775809",
        "10000000000",
        "1e400",
        "1e999999999",
        "-1e999999999",
      })
  void refusesAmountsOutOfRange(String text) {
    assertThatThrownBy(() -> Usd.of(text))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("between -$9223372036.854775808 and $9223372036.854775807");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "NaN", "Infinity", "1,5", "\u0661", "$5", "0x10", "1e99999999999"})
  void refusesWhatIsNotANumber(String text) {
    assertThatThrownBy(() -> Usd.of(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("is not an amount of dollars");
  }

  @Test
  void spendsNoTimeOnHugeExponentsAndLongTexts() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Usd.of(new BigDecimal("1e-2147483647"))).isEqualTo(Usd.ZERO);
          assertThatThrownBy(() -> Usd.of(new BigDecimal("1e2147483647")))
              .isInstanceOf(ArithmeticException.class);
          assertThatThrownBy(() -> Usd.of("9".repeat(50_000_000)))
              .isInstanceOf(NumberFormatException.class)
              .hasMessageContaining("at most 100 characters");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "50000000000, $50.00, 50",
    "37500000, $0.0375, 0.0375",
    "-1200000000, -$1.20, -1.2",
    "0, $0.00, 0",
    "1, $0.000000001, 0.000000001",
    "-1, -$0.000000001, -0.000000001",
    "1000000000000, $1000.00, 1000",
    "-9223372036854775808, -$9223372036.854775808, -9223372036.854775808",
  })
  void showsAtLeastCents(long nanos, String shown, String plain) {
    Usd usd = Usd.ofNanos(nanos);
    assertThat(usd).hasToString(shown);
    assertThat(usd.toBigDecimal().toPlainString()).isEqualTo(plain);
    assertThat(usd.toBigDecimal().scale()).isBetween(0, Usd.DECIMALS);
  }

  @Test
  void comparesByAmount() {
    Usd one = Usd.of("1");
    Usd two = Usd.of("2");
    assertThat(one).isLessThan(two);
    assertThat(two.atLeast(one)).isTrue();
    assertThat(one.atLeast(one)).isTrue();
    assertThat(one.atLeast(two)).isFalse();
    assertThat(one.min(two)).isEqualTo(two.min(one)).isEqualTo(one);
    assertThat(one.max(two)).isEqualTo(two.max(one)).isEqualTo(two);
    assertThat(one.negated().isNegative()).isTrue();
    assertThat(one.isPositive()).isTrue();
    assertThat(Usd.ZERO.isZero()).isTrue();
    assertThat(Usd.ZERO.isPositive() || Usd.ZERO.isNegative()).isFalse();
  }

  @Property
  void addsAndSubtractsExactlyHoweverLargeTheSum(
      @ForAll long a, @ForAll long b, @ForAll BigInteger c) {
    BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b)).add(c);
    Usd large = new Usd(c);
    Usd whole = Usd.ofNanos(a).plus(Usd.ofNanos(b)).plus(large);
    assertThat(whole).isEqualTo(new Usd(sum)).hasSameHashCodeAs(new Usd(sum));
    assertThat(whole.minus(large).minus(Usd.ofNanos(a))).isEqualTo(Usd.ofNanos(b));
    assertThat(whole.compareTo(large)).isEqualTo(sum.compareTo(c));
    assertThat(whole.isLong()).isEqualTo(sum.compareTo(MIN) >= 0 && sum.compareTo(MAX) <= 0);
    assertThat(BigInteger.valueOf(whole.nearestNanos())).isEqualTo(sum.max(MIN).min(MAX));
    assertThat(Usd.ofSum(whole.toBigDecimal())).isEqualTo(whole);
  }

  @Test
  void aSumBeyondALongIsShownAndIsNoSingleAmount() {
    Usd sum = Usd.ofNanos(Long.MAX_VALUE).plus(Usd.ofNanos(Long.MAX_VALUE));
    assertThat(sum).hasToString("$18446744073.709551614");
    assertThatThrownBy(sum::nanos).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Usd.of(sum.toBigDecimal())).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Usd.ofSum(new BigDecimal("1e2147483647")))
        .isInstanceOf(ArithmeticException.class);
  }

  @Property
  void sumsDoNotDependOnTheOrder(@ForAll int a, @ForAll int b, @ForAll int c) {
    Usd x = Usd.ofNanos(a);
    Usd y = Usd.ofNanos(b);
    Usd z = Usd.ofNanos(c);
    assertThat(x.plus(y).plus(z)).isEqualTo(x.plus(y.plus(z))).isEqualTo(z.plus(y).plus(x));
    assertThat(x.minus(y)).isEqualTo(x.plus(y.negated()));
  }

  @Property
  void readsBackWhatItShows(@ForAll long nanos) {
    Usd usd = Usd.ofNanos(nanos);
    assertThat(Usd.of(usd.toBigDecimal())).isEqualTo(usd);
    assertThat(Usd.of(usd.toBigDecimal().toString())).isEqualTo(usd);
    assertThat(Usd.of(usd.toString().replace("$", ""))).isEqualTo(usd);
    assertThat(Integer.signum(usd.compareTo(Usd.ZERO))).isEqualTo(Long.signum(nanos));
  }
}
