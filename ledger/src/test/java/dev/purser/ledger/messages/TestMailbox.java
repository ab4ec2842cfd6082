package dev.purser.ledger.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestMailbox {
  private static final Instant NOON = Instant.parse("2026-08-21T12:00:00Z");
  private static final Pace PACE = Pace.DEFAULT;
  private static final Mailbox FRESH = new Mailbox(Instant.MIN, Set.of(), false);

  private static Mailbox alone(Mailbox mailbox, long agent, Instant now) {
    Mailbox.Turn turn = mailbox.turn(agent, now, PACE);
    assertThat(turn).isInstanceOf(Mailbox.Alone.class);
    return ((Mailbox.Alone) turn).after();
  }

  private static Mailbox full() {
    return alone(alone(alone(FRESH, 1, NOON), 2, NOON.plusSeconds(5)), 3, NOON.plusSeconds(9));
  }

  @Test
  void threeAgentsOfAMinuteGoByThemselvesAndTheFourthWaitsForItsEnd() {
    Mailbox full = full();
    assertThat(full.minuteUntil()).isEqualTo(NOON.plusSeconds(60));
    Mailbox gathering = new Mailbox(NOON.plusSeconds(60), Set.of(1L, 2L, 3L), true);
    assertThat(full.turn(4, NOON.plusSeconds(59), PACE)).isEqualTo(new Mailbox.Gathered(gathering));
  }

  @Test
  void aFurtherAlertOfAnAgentThatWasToldOfGoesByItself() {
    assertThat(alone(full(), 2, NOON.plusSeconds(30))).isEqualTo(full());
  }

  @Test
  void whenTheMinuteIsOverAnotherBegins() {
    Mailbox next = alone(full(), 4, NOON.plusSeconds(60));
    assertThat(next).isEqualTo(new Mailbox(NOON.plusSeconds(120), Set.of(4L), false));
  }

  @Test
  void onceItIsGatheredEvenTheFirstAgentsWaitAndAtTheEndAllGoTogether() {
    Mailbox gathering = new Mailbox(NOON.plusSeconds(60), Set.of(1L, 2L, 3L), true);
    assertThat(gathering.turn(1, NOON.plusSeconds(30), PACE))
        .isEqualTo(new Mailbox.Gathered(gathering));
    assertThat(gathering.turn(1, NOON.plusSeconds(60), PACE)).isEqualTo(new Mailbox.Together());
    assertThat(gathering.turn(9, NOON.plusSeconds(600), PACE)).isEqualTo(new Mailbox.Together());
  }
}
