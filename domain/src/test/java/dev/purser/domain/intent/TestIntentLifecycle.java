package dev.purser.domain.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TestIntentLifecycle {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");

  static Stream<Arguments> steps() {
    IntentStatus created = IntentStatus.CREATED;
    IntentStatus submitted = IntentStatus.SUBMITTED;
    IntentStatus delivered = IntentStatus.DELIVERED;
    IntentStatus acknowledged = IntentStatus.ACKNOWLEDGED;
    IntentStatus inProgress = IntentStatus.IN_PROGRESS;
    return Stream.of(
        Arguments.of(created, new Step.Submit(), submitted, List.of(EventType.SUBMITTED)),
        Arguments.of(created, new Step.Begin(), inProgress, List.of(EventType.IN_PROGRESS)),
        Arguments.of(submitted, new Step.Deliver(), delivered, List.of(EventType.DELIVERED)),
        Arguments.of(
            delivered, new Step.Acknowledge(), acknowledged, List.of(EventType.ACKNOWLEDGED)),
        Arguments.of(delivered, new Step.Begin(), inProgress, List.of(EventType.IN_PROGRESS)),
        Arguments.of(acknowledged, new Step.Begin(), inProgress, List.of(EventType.IN_PROGRESS)),
        Arguments.of(inProgress, new Step.Acknowledge(), inProgress, List.of()),
        Arguments.of(inProgress, new Step.Deliver(), inProgress, List.of()),
        Arguments.of(inProgress, new Step.LetGo(), submitted, List.of()),
        Arguments.of(submitted, new Step.LetGo(), submitted, List.of()),
        Arguments.of(
            inProgress,
            new Step.End(IntentStatus.COMPLETED),
            IntentStatus.COMPLETED,
            List.of(EventType.COMPLETED)),
        Arguments.of(
            created,
            new Step.End(IntentStatus.CANCELED),
            IntentStatus.CANCELED,
            List.of(EventType.CANCELED)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void eachStepIsATableRow(IntentStatus from, Step step, IntentStatus to, List<EventType> events) {
    Transition transition = IntentLifecycle.next(new IntentState(from, List.of()), step);
    assertThat(transition.state().status()).isEqualTo(to);
    assertThat(transition.events()).isEqualTo(events);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"})
  void nothingChangesATerminalState(IntentStatus terminal) {
    IntentState state = new IntentState(terminal, List.of());
    for (Step step :
        List.of(
            new Step.Submit(),
            new Step.Deliver(),
            new Step.LetGo(),
            new Step.End(IntentStatus.CANCELED),
            holds(HoldKind.PERSON, hold(HoldKind.PERSON, "ann", 0)))) {
      assertThat(IntentLifecycle.next(state, step)).isEqualTo(new Transition(state, List.of()));
    }
  }

  @Test
  void waitsWhileAnythingHoldsItAndGoesOnWhereItStood() {
    IntentState working = new IntentState(IntentStatus.IN_PROGRESS, List.of());
    Transition parked =
        IntentLifecycle.next(
            working, holds(HoldKind.AGENT, hold(HoldKind.AGENT, "agent://a/b", 1)));
    assertThat(parked.state().status()).isEqualTo(IntentStatus.WAITING);
    assertThat(parked.events()).containsExactly(EventType.WAITING);
    Transition resumed = IntentLifecycle.next(parked.state(), holds(HoldKind.AGENT));
    assertThat(resumed.state().status()).isEqualTo(IntentStatus.IN_PROGRESS);
    assertThat(resumed.events()).containsExactly(EventType.RESUMED);
  }

  @Test
  void aResumeTakesAwayOnlyItsOwnHold() {
    IntentState state =
        new IntentState(
            IntentStatus.SUBMITTED,
            List.of(hold(HoldKind.AGENT, "agent://a/b", 5), hold(HoldKind.PERSON, "ann", 1)));
    Transition midnight = IntentLifecycle.next(state, holds(HoldKind.AGENT));
    assertThat(midnight.state().status()).isEqualTo(IntentStatus.WAITING);
    assertThat(midnight.state().parkedBy().holder()).isEqualTo("ann");
    assertThat(midnight.events()).isEmpty();
  }

  @Test
  void theOldestHoldIsTheOneThatParkedIt() {
    IntentState state =
        new IntentState(
            IntentStatus.SUBMITTED,
            List.of(hold(HoldKind.AGENT, "agent://a/b", 5), hold(HoldKind.INTENT, "i", 1)));
    assertThat(state.parkedBy().kind()).isEqualTo(HoldKind.INTENT);
  }

  @Test
  void itCanBeDeliveredOnPaperWhileItWaits() {
    IntentState state =
        new IntentState(IntentStatus.DELIVERED, List.of(hold(HoldKind.PERSON, "ann", 1)));
    Transition letGo = IntentLifecycle.next(state, new Step.LetGo());
    assertThat(letGo.state().status()).isEqualTo(IntentStatus.WAITING);
    assertThat(letGo.state().beneath()).isEqualTo(IntentStatus.SUBMITTED);
  }

  @Test
  void refusesHoldsOfAKindItDoesNotSpeakOf() {
    assertThatThrownBy(() -> holds(HoldKind.AGENT, hold(HoldKind.PERSON, "ann", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Step.Holds holds(HoldKind kind, Hold... holds) {
    return new Step.Holds(List.of(kind), List.of(holds));
  }

  private static Hold hold(HoldKind kind, String holder, int minute) {
    return new Hold(
        kind, holder, 0, null, 0, null, "test", null, T0.plusSeconds(60L * minute), null);
  }
}
