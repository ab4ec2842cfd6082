package dev.purser.domain.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestOrder {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void nothingHoldsIt() {
    assertThat(Order.of(List.of())).isEqualTo(new Order(Directive.CONTINUE, null));
    for (IntentStatus status : IntentStatus.values()) {
      Directive expected =
          switch (status) {
            case FAILED, CANCELED, TIMED_OUT -> Directive.KILL;
            // It waits, and does not say for what.
            case WAITING -> Directive.PARK;
            default -> Directive.CONTINUE;
          };
      assertThat(Order.of(status, List.of(), false, List.of()).directive()).isEqualTo(expected);
    }
  }

  @Test
  void aPersonsPauseStopsWorkInHandThatALimitLetsFinish() {
    Demand soft = limit(1, NOON, Directive.PARK, InFlight.FINISH);
    Demand word = word(2, NOON.plusSeconds(1), Directive.PARK);

    assertThat(Order.of(IntentStatus.IN_PROGRESS, List.of(), false, List.of(soft)))
        .isEqualTo(new Order(Directive.CONTINUE, null));
    assertThat(Order.of(IntentStatus.IN_PROGRESS, List.of(), false, List.of(soft, word)))
        .isEqualTo(new Order(Directive.PARK, word.hold()));
    assertThat(Order.of(IntentStatus.SUBMITTED, List.of(), false, List.of(soft)))
        .isEqualTo(new Order(Directive.PARK, soft.hold()));
  }

  @Test
  void aKillLetsNothingFinish() {
    Demand kill = limit(1, NOON, Directive.KILL, InFlight.FINISH);

    assertThat(Order.of(List.of(kill), true)).isEqualTo(new Order(Directive.KILL, kill.hold()));
  }

  @Test
  void theStrictestSaysSoThenAPersonThenTheOldest() {
    Demand old = limit(1, NOON, Directive.PARK, InFlight.PARK);
    Demand older = limit(2, NOON.minusSeconds(9), Directive.PARK, InFlight.PARK);
    Demand word = word(3, NOON.plusSeconds(9), Directive.PARK);
    Demand kill = limit(4, NOON.plusSeconds(99), Directive.KILL, InFlight.PARK);

    assertThat(Order.of(List.of(old, older)).parkedBy()).isEqualTo(older.hold());
    assertThat(Order.of(List.of(old, older, word)).parkedBy()).isEqualTo(word.hold());
    assertThat(Order.of(List.of(old, older, word, kill)).parkedBy()).isEqualTo(kill.hold());
  }

  @Test
  void whatTheLedgerReleasedHoldsNoMoreThoughTheWorkflowHasYetToHear() {
    Demand limit = limit(7, NOON, Directive.PARK, InFlight.PARK);
    List<Hold> journaled = List.of(limit.hold());

    assertThat(Order.of(IntentStatus.WAITING, journaled, false, List.of(limit)).directive())
        .isEqualTo(Directive.PARK);
    assertThat(Order.of(IntentStatus.WAITING, journaled, false, List.of()).directive())
        .isEqualTo(Directive.CONTINUE);
  }

  @Test
  void whatOnlyTheWorkflowKnowsHoldsForAsLongAsItSaysSo() {
    Hold unknown = hold(HoldKind.UNKNOWN, 0, null, null, NOON);

    assertThat(Order.of(IntentStatus.WAITING, List.of(unknown), false, List.of()))
        .isEqualTo(new Order(Directive.PARK, unknown));
  }

  @Test
  void aSupersededDeliveryIsToldToEndWhateverElseHolds() {
    Order order = Order.of(IntentStatus.IN_PROGRESS, List.of(), true, List.of());

    assertThat(order).isEqualTo(new Order(Directive.KILL, null));
  }

  private static Demand limit(long id, Instant at, Directive directive, InFlight inFlight) {
    Hold hold = hold(HoldKind.AGENT, id, "day $50.00 pause", null, at);
    return new Demand(hold, directive, inFlight);
  }

  private static Demand word(long id, Instant at, Directive directive) {
    return new Demand(hold(HoldKind.AGENT, id, null, "ann", at), directive, InFlight.PARK);
  }

  private static Hold hold(
      HoldKind kind, long id, @Nullable String rule, @Nullable String actor, Instant at) {
    return new Hold(kind, "x", id, rule, 0, actor, "why", null, at, null);
  }
}
