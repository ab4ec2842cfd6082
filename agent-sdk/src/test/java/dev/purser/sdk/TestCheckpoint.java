package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestCheckpoint {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void givesTheLastOneOfAnEarlierDelivery() {
    assertThat(bench.checkpoint.last().path("step").asInt()).isEqualTo(4);
    assertThat((Object) bench.checkpoint.last(Map.class)).isEqualTo(Map.of("step", 4));
  }

  @Test
  void savesToTheLedgerBeforeItAnswers() {
    assertThat(bench.checkpoint.save(Map.of("step", 5))).isTrue();
    assertThat(bench.purser.checkpoint(bench.intent).path("step").asInt()).isEqualTo(5);
    assertThat(bench.checkpoint.unsaved().checkpoint()).isNull();
  }

  @Test
  void theHeartbeatCarriesItWhilePurserIsAway() {
    bench.purser.die();
    assertThat(bench.checkpoint.save(Map.of("step", 5))).isFalse();
    assertThat(bench.checkpoint.unsaved().checkpoint()).isEqualTo("{\"step\":5}");
    assertThat(bench.checkpoint.unsaved().checkpointSeq()).isEqualTo(5);
    bench.purser.rise();
    assertThat(bench.checkpoint.save(Map.of("step", 6))).isTrue();
    assertThat(bench.checkpoint.unsaved().checkpoint()).isNull();
  }

  @Test
  void aDeliveryThatIsNoLongerTheNewestIsKilled() {
    bench.purser.supersede(2);
    assertThatThrownBy(() -> bench.checkpoint.save("late"))
        .isInstanceOf(Killed.class)
        .hasMessageContaining("delivery 2");
    assertThatThrownBy(bench.meter::throwIfStopped).isInstanceOf(Killed.class);
  }

  @Test
  void refusesMoreThanTheLedgerTakes() {
    assertThatThrownBy(() -> bench.checkpoint.save("x".repeat(256 * 1024)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("262144");
  }
}
