package dev.purser.sdk;

import dev.purser.domain.policy.Directive;
import java.io.Serial;

/** The intent must not go on now. Let it pass: the sdk answers for the handler. */
public abstract sealed class IntentStopped extends RuntimeException permits Parked, Killed {
  @Serial private static final long serialVersionUID = 1L;

  IntentStopped(String reason) {
    super(reason);
  }

  /** Why, as the person or the rule said. */
  public final String reason() {
    return String.valueOf(getMessage());
  }

  /** What was said: PARK or KILL, or CONTINUE where only this worker stops. */
  public abstract Directive directive();

  /** The same, thrown from where the caller is. */
  abstract IntentStopped again();
}
