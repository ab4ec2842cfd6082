package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestPace {
  private final Pace pace = new Pace(8, Duration.ofHours(1));

  @Test
  void takesOnAsMuchAsItMay() {
    assertThat(pace.free()).isEqualTo(8);
    pace.begin();
    pace.begin();
    assertThat(pace.free()).isEqualTo(6);
    pace.end();
    assertThat(pace.free()).isEqualTo(7);
  }

  @Test
  void halvesWhenNoAnswerComesAndGrowsByOneForEachThatDoes() {
    assertThat(pace.unanswered()).isFalse();
    assertThat(pace.free()).isEqualTo(4);
    assertThat(pace.answered()).isFalse();
    assertThat(pace.free()).isEqualTo(5);
    for (int i = 0; i < 10; i++) {
      pace.answered();
    }
    assertThat(pace.free()).isEqualTo(8);
  }

  @Test
  void restsWhileNothingAnswersAndSaysSoOnce() {
    pace.unanswered();
    pace.unanswered();
    assertThat(pace.isAway()).isFalse();
    assertThat(pace.unanswered()).isTrue();
    assertThat(pace.unanswered()).isFalse();
    assertThat(pace.isAway()).isTrue();
    assertThat(pace.free()).isZero();
    assertThat(pace.answered()).isTrue();
    assertThat(pace.isAway()).isFalse();
    assertThat(pace.free()).isEqualTo(2);
  }

  @Test
  void knocksOnceAfterTheRest() {
    Pace restless = new Pace(8, Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      restless.unanswered();
    }
    assertThat(restless.free()).isEqualTo(1);
    restless.begin();
    assertThat(restless.free()).isZero();
  }
}
