package dev.purser.ledger.agents;

import dev.purser.domain.Choices;

/** Whether an agent has been heard of lately. */
public enum Health {
  /** A heartbeat less than 90 seconds ago. */
  HEALTHY,
  /** One at most 300 seconds ago. */
  DEGRADED,
  /** None for longer. */
  UNREACHABLE,
  /** Stopped for good, until resumed. */
  KILLED,
  /** Never one. */
  UNKNOWN;

  /** As answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Health fromWire(String text) {
    return Choices.parse(Health.class, text);
  }
}
