package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** What a pause does to intents that are being worked on. */
public enum InFlight {
  /** They park too. */
  PARK,
  /** They may finish; only deliveries stop. */
  FINISH;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static InFlight fromWire(String text) {
    return Choices.parse(InFlight.class, text);
  }
}
