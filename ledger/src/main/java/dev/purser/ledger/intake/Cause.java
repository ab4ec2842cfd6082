package dev.purser.ledger.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose report or question it was that led to a decision. */
record Cause(
    AgentRef agent, @Nullable UUID intent, @Nullable String task, @Nullable String reportId) {

  static Cause of(Place place, @Nullable String reportId) {
    IntentState intent = place.intent();
    return new Cause(
        place.agent().ref(),
        intent == null ? null : intent.ref().id(),
        intent == null ? null : intent.ref().task(),
        reportId);
  }
}
