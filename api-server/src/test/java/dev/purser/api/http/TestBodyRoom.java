package dev.purser.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestBodyRoom {
  private final BodyRoom room = new BodyRoom(100, 40);

  @Test
  void nobodyTakesMoreThanItsShare() {
    assertThat(room.take("one", 30)).isTrue();
    assertThat(room.take("one", 11)).isFalse();
    assertThat(room.take("two", 40)).isTrue();
    assertThat(room.take("one", 10)).isTrue();
  }

  @Test
  void allTakeNoMoreThanThereIs() {
    assertThat(room.take("one", 40)).isTrue();
    assertThat(room.take("two", 40)).isTrue();
    assertThat(room.take("three", 21)).isFalse();
    room.giveBack("two", 40);
    assertThat(room.take("three", 40)).isTrue();
    assertThat(room.take("two", 20)).isTrue();
    assertThat(room.take("four", 1)).isFalse();
  }

  @Test
  void whatIsGivenBackMayBeTakenAnew() {
    for (int i = 0; i < 1000; i++) {
      assertThat(room.take("one", 40)).isTrue();
      room.giveBack("one", 15);
      room.giveBack("one", 25);
    }
  }
}
