package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** Who ends a pause. */
public enum Resume {
  /** A person. */
  MANUAL,
  /** The end of the window whose limit was reached, or a person before it. */
  NEXT_PERIOD;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Resume fromWire(String text) {
    return Choices.parse(Resume.class, text);
  }
}
