package dev.purser.ledger.agents;

import java.util.Locale;

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
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Health fromWire(String text) {
    for (Health health : values()) {
      if (health.wire().equals(text)) {
        return health;
      }
    }
    throw new IllegalArgumentException(
        "must be one of healthy, degraded, unreachable, killed, unknown");
  }
}
