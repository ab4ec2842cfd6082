package dev.purser.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestAssumedPrice {

  @ParameterizedTest
  @CsvSource({
    // model, in, cached, cache write, out, dollars at 15 in and 75 out
    "gpt-9, 1000, 0, 0, 100, 0.0225",
    "gpt-9, 1000, 600, 300, 100, 0.0225",
    "gpt-9, 100, 600, 300, 100, 0.0225",
    "claude-9, 1000, 600, 300, 100, 0.036",
    "gpt-9, 0, 0, 0, 0, 0",
  })
  void chargesEveryTokenOnce(
      String model, long input, long cached, long cacheWrite, long output, String dollars) {
    Usage usage = new Usage(model, null, input, cached, cacheWrite, output, output);
    assertThat(AssumedPrice.DEFAULT.price(usage)).isEqualTo(Usd.of(dollars));
  }

  @Test
  void takesOtherFiguresAndRefusesNegativeOnes() {
    AssumedPrice price = new AssumedPrice(new BigDecimal("1"), new BigDecimal("2"));
    assertThat(price.price(Usage.of("m", 1_000_000, 1_000_000))).isEqualTo(Usd.of("3"));
    assertThatThrownBy(() -> new AssumedPrice(new BigDecimal("-1"), BigDecimal.ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input must be");
    assertThatThrownBy(() -> new AssumedPrice(BigDecimal.ONE, new BigDecimal("1e999999999")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("output must be");
  }
}
