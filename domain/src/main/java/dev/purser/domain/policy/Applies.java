package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** How a policy of a scope applies to the agents below it. */
public enum Applies {
  /** To each agent that has no policy of its own. */
  EACH,
  /** To the sum of all of them. */
  TOTAL;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Applies fromWire(String text) {
    return Choices.parse(Applies.class, text);
  }
}
