package dev.purser.domain.policy;

/** What an intent and the code working on it must do now; the later the stricter. */
public enum Directive {
  /** Go on. */
  CONTINUE,
  /** Stop here and wait to be resumed. */
  PARK,
  /** Stop for good. */
  KILL;

  /** The stricter of the two. */
  public Directive or(Directive other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
