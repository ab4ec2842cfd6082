package dev.purser.domain.policy;

import dev.purser.domain.Choices;

/** What a rule does when its limit is reached. */
public enum Action {
  /** Tell someone. */
  ALERT,
  /** Take no new intents and authorize nothing; what runs goes on. */
  BLOCK,
  /** Park the intents of the account until someone resumes it, or its window ends. */
  PAUSE,
  /** Cancel the intents of the account. */
  KILL;

  /** As requests and answers spell it. */
  public String wire() {
    return Choices.name(this);
  }

  /**
   * Reads it from a request; an unknown word is an IllegalArgumentException that lists the right
   * ones.
   */
  public static Action fromWire(String text) {
    return Choices.parse(Action.class, text);
  }
}
