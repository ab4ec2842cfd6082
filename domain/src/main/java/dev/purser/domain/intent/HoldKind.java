package dev.purser.domain.intent;

import java.util.Locale;

/** What an intent waits for; each is released on its own. */
public enum HoldKind {
  /** Its own limit. */
  INTENT,
  /** The limit of its task. */
  TASK,
  /** The limit of its tree. */
  TREE,
  /** Its agent is paused. */
  AGENT,
  /** A scope above its agent is paused. */
  SCOPE,
  /** A person paused this intent. */
  PERSON,
  /** The agent cannot be asked about: whether it may work is not known yet. */
  UNKNOWN;

  /** As answers spell it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
