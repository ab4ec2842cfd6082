package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.ledger.courier.Lane;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestPace {
  private static final Map<Lane, Integer> SHARES =
      Map.of(Lane.WORDS, 8, Lane.DELIVERIES, 8, Lane.STARTS, 2, Lane.TOTALS, 4);

  private final Pace pace = new Pace(SHARES, Duration.ofHours(1));

  @Test
  void takesOnAsMuchAsItMay() {
    assertThat(pace.free(Lane.WORDS)).isEqualTo(8);
    pace.begin(Lane.WORDS);
    pace.begin(Lane.WORDS);
    assertThat(pace.free(Lane.WORDS)).isEqualTo(6);
    pace.end(Lane.WORDS);
    assertThat(pace.free(Lane.WORDS)).isEqualTo(7);
  }

  @Test
  void whatOneLaneCarriesTakesNothingFromAnother() {
    for (int i = 0; i < 8; i++) {
      pace.begin(Lane.WORDS);
    }
    assertThat(pace.free(Lane.WORDS)).isZero();
    assertThat(pace.free(Lane.DELIVERIES)).isEqualTo(8);
    assertThat(pace.free(Lane.STARTS)).isEqualTo(2);
    assertThat(pace.free(Lane.TOTALS)).isEqualTo(4);
  }

  @Test
  void halvesWhenNoAnswerComesAndGrowsByOneForEachThatDoes() {
    assertThat(pace.unanswered()).isFalse();
    assertThat(pace.free(Lane.WORDS)).isEqualTo(4);
    assertThat(pace.answered()).isFalse();
    assertThat(pace.free(Lane.WORDS)).isEqualTo(5);
    for (int i = 0; i < 10; i++) {
      pace.answered();
    }
    assertThat(pace.free(Lane.WORDS)).isEqualTo(8);
  }

  @Test
  void restsWhileNothingAnswersAndSaysSoOnce() {
    pace.unanswered();
    pace.unanswered();
    assertThat(pace.isAway()).isFalse();
    assertThat(pace.unanswered()).isTrue();
    assertThat(pace.unanswered()).isFalse();
    assertThat(pace.isAway()).isTrue();
    assertThat(pace.free(Lane.WORDS)).isZero();
    assertThat(pace.answered()).isTrue();
    assertThat(pace.isAway()).isFalse();
    assertThat(pace.free(Lane.WORDS)).isEqualTo(2);
  }

  @Test
  void knocksOnceAfterTheRest() {
    Pace restless = new Pace(SHARES, Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      restless.unanswered();
    }
    assertThat(restless.free(Lane.WORDS)).isEqualTo(1);
    restless.begin(Lane.WORDS);
    assertThat(restless.free(Lane.WORDS)).isZero();
  }
}
