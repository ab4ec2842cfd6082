package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** What a usage costs whose model has no price. */
public enum Unpriced {
  /** The configured assumed price, flagged. */
  ASSUME,
  /** Zero, flagged, with an event that says so. */
  ALLOW,
  /** Counted at the assumed price; authorizations are refused. */
  BLOCK;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Unpriced fromWire(String text) {
    return Choices.parse(Unpriced.class, text);
  }
}
