package dev.purser.domain.intent;

import java.util.List;

/**
 * What a step led to.
 *
 * @param state where the intent stands now
 * @param events what there is to tell, in order; empty where the step changed nothing
 */
public record Transition(IntentState state, List<EventType> events) {
  /** Copies the list. */
  public Transition {
    events = List.copyOf(events);
  }
}
