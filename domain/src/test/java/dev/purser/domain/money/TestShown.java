package dev.purser.domain.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestShown {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | $0.00",
        "50 | $50.00",
        "50.01 | $50.01",
        "0.01 | $0.01",
        "0.0375 | $0.04",
        "0.025 | $0.02",
        "1204.1 | $1,204.10",
        "1234567.891 | $1,234,567.89",
        "999.995 | $1,000.00",
        "-1.2 | -$1.20",
        "-1204 | -$1,204.00",
        // Below a cent, cents would say nothing.
        "0.009999999 | $0.009999999",
        "0.0049 | $0.0049",
        "0.000000001 | $0.000000001",
        "-0.0049 | -$0.0049"
      })
  void showsCentsAndMoreOnlyBelowOne(String amount, String shown) {
    assertThat(Shown.of(Usd.of(amount))).isEqualTo(shown);
  }

  @Test
  void theSmallestAmountThereIsIsShown() {
    assertThat(Shown.of(Usd.ofNanos(Long.MIN_VALUE))).isEqualTo("-$9,223,372,036.85");
  }

  @Test
  void looksTheSameUnderEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Shown.of(Usd.of("1204.1"))).isEqualTo("$1,204.10");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Property
  void isNeverOffByMoreThanHalfACent(@ForAll long nanos) {
    Usd amount = Usd.ofNanos(nanos);
    BigDecimal read = new BigDecimal(Shown.of(amount).replace("$", "").replace(",", ""));
    assertThat(read.subtract(amount.toBigDecimal()).abs())
        .isLessThanOrEqualTo(new BigDecimal("0.005"));
  }
}
