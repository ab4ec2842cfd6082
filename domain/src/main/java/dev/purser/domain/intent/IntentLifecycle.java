package dev.purser.domain.intent;

import java.util.ArrayList;
import java.util.List;

/**
 * The life of an intent as a pure function: where it stands and a step give where it stands next.
 */
public final class IntentLifecycle {
  private IntentLifecycle() {}

  /**
   * Takes one step. A step that has nothing to change, because it comes late or twice, gives the
   * same state and no events; nothing changes a terminal state.
   */
  public static Transition next(IntentState state, Step step) {
    if (state.beneath().isTerminal()) {
      return unchanged(state);
    }
    if (step instanceof Step.Holds holds) {
      return hold(state, holds);
    }
    if (step instanceof Step.End end) {
      return new Transition(new IntentState(end.as(), List.of()), List.of(event(end.as())));
    }
    if (step instanceof Step.LetGo) {
      return state.beneath().isInHand()
          ? new Transition(new IntentState(IntentStatus.SUBMITTED, state.holds()), List.of())
          : unchanged(state);
    }
    return advance(state, target(step));
  }

  private static IntentStatus target(Step step) {
    if (step instanceof Step.Submit) {
      return IntentStatus.SUBMITTED;
    }
    if (step instanceof Step.Deliver) {
      return IntentStatus.DELIVERED;
    }
    if (step instanceof Step.Acknowledge) {
      return IntentStatus.ACKNOWLEDGED;
    }
    return IntentStatus.IN_PROGRESS;
  }

  /** Steps forward may skip states (a tracked task begins at once) but never go back. */
  private static Transition advance(IntentState state, IntentStatus to) {
    return to.compareTo(state.beneath()) > 0
        ? new Transition(new IntentState(to, state.holds()), List.of(event(to)))
        : unchanged(state);
  }

  private static Transition hold(IntentState state, Step.Holds step) {
    List<Hold> holds = new ArrayList<>(step.holds());
    for (Hold hold : state.holds()) {
      if (!step.kinds().contains(hold.kind())) {
        holds.add(hold);
      }
    }
    IntentState after = new IntentState(state.beneath(), holds);
    if (state.holds().isEmpty() && !after.holds().isEmpty()) {
      return new Transition(after, List.of(EventType.WAITING));
    }
    if (!state.holds().isEmpty() && after.holds().isEmpty()) {
      return new Transition(after, List.of(EventType.RESUMED));
    }
    return new Transition(after, List.of());
  }

  private static Transition unchanged(IntentState state) {
    return new Transition(state, List.of());
  }

  private static EventType event(IntentStatus status) {
    return EventType.valueOf(status.name());
  }
}
