package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TestStartWindow {
  private static final String ONE = "intent/1";
  private static final String TWO = "agent/2";

  private final StartWindow window = new StartWindow();

  private static long millis(long after) {
    return TimeUnit.MILLISECONDS.toNanos(after);
  }

  @Test
  void whatWasStartedTakesRoomUntilItHasRun() {
    assertThat(window.free(0)).isEqualTo(4);
    assertThat(window.free(1)).isEqualTo(3);
    window.started(ONE, millis(0));
    window.started(TWO, millis(0));
    assertThat(window.free(0)).isEqualTo(2);
    assertThat(window.free(5)).isZero();
    assertThat(window.waiting()).containsExactly(ONE, TWO);
    window.ran(List.of(ONE), millis(200));
    assertThat(window.free(0)).isEqualTo(3);
  }

  @Test
  void growsWhileStartsRunSoonUpToItsBound() {
    for (int i = 0; i < 200; i++) {
      window.started(ONE, millis(i));
      window.ran(List.of(ONE), millis(i + 100));
    }
    assertThat(window.free(0)).isEqualTo(StartWindow.MOST);
  }

  @Test
  void shrinksWhereTheyWaitButOnceForThoseThatWaitedTogether() {
    for (int i = 0; i < 28; i++) {
      window.started(ONE, millis(0));
      window.ran(List.of(ONE), millis(100));
    }
    assertThat(window.free(0)).isEqualTo(32);
    window.started(ONE, millis(1000));
    window.started(TWO, millis(1000));
    window.ran(List.of(ONE), millis(1500));
    window.ran(List.of(TWO), millis(1600));
    assertThat(window.free(0)).isEqualTo(16);
    window.started(ONE, millis(2000));
    window.ran(List.of(), millis(2500));
    assertThat(window.free(0)).as("one that does not come says so, too").isEqualTo(7);
    window.ran(List.of(ONE), millis(3000));
    for (int i = 0; i < 9; i++) {
      window.started(TWO, millis(10_000L * (i + 1)));
      window.ran(List.of(TWO), millis(10_000L * (i + 1) + 500));
    }
    assertThat(window.free(0)).isEqualTo(StartWindow.LEAST);
  }

  @Test
  void whatDoesNotRunKeepsItsPlaceHoweverLongThatTakes() {
    window.started(ONE, millis(0));
    window.ran(List.of(), millis(3_600_000));
    assertThat(window.waiting()).containsExactly(ONE);
    assertThat(window.free(0)).isEqualTo(1);
  }
}
