package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** Whether a rule acts or only records what it would have done. */
public enum Mode {
  /** It acts. */
  ENFORCE,
  /** It is decided and recorded, and nothing else happens. */
  OBSERVE;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Mode fromWire(String text) {
    return Choices.parse(Mode.class, text);
  }
}
