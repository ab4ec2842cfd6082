package dev.purser.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSuggestedGrant {
  @ParameterizedTest
  @CsvSource({
    "50, 50, 50, 10",
    "5, 5, 5, 1",
    "0, 0, 0, 1",
    "33.33, 33.33, 33.33, 6.67",
    "1000, 1000, 1000, 200",
    "5, 5, 30, 26",
    "50, 50, 49.98, 10",
    "50, 50, 50.010000001, 10.02",
    "50, 60, 60, 10",
    "50, 60, 50.01, 10",
  })
  void isWhatIsOverAndAFifthOfTheLimitAndAtLeastADollar(
      String ruled, String limit, String spent, String more) {
    assertThat(SuggestedGrant.of(Usd.of(ruled), Usd.of(limit), Usd.of(spent)))
        .isEqualTo(Usd.of(more));
  }

  @ParameterizedTest
  @CsvSource({"50, 60, 50", "50, 50, 0", "5, 6, 5", "1, 1, 2000000", "5, 5, 1e12"})
  void isNothingWhereAsMuchIsLeftOrNoGrantIsEnough(String ruled, String limit, String spent) {
    assertThat(SuggestedGrant.of(Usd.of(ruled), Usd.of(limit), Usd.ofSum(new BigDecimal(spent))))
        .isNull();
  }
}
