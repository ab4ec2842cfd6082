package dev.purser.domain.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPeriod {

  @ParameterizedTest
  @EnumSource
  void readsBackItsName(Period period) {
    assertThat(Period.fromWire(period.wire())).isEqualTo(period);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DAY", "daily", "year"})
  void refusesOtherNamesAndListsTheRightOnes(String wire) {
    assertThatThrownBy(() -> Period.fromWire(wire))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "period must be one of intent, task, tree, hour, day, week, month, not \""
                + wire
                + "\"");
  }

  @Test
  void knowsWhichFollowTheCalendar() {
    assertThat(Arrays.stream(Period.values()).filter(Period::isCalendar))
        .containsExactly(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH);
  }
}
