package dev.purser.domain.policy;

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
    return Wire.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Unpriced fromWire(String text) {
    return Wire.parse(Unpriced.class, text);
  }
}
