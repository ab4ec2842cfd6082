package dev.purser.sdk;

import dev.purser.domain.policy.Directive;
import java.io.Serial;

/** The intent is over, or another delivery has taken its place. */
public final class Killed extends IntentStopped {
  @Serial private static final long serialVersionUID = 1L;

  Killed(String reason) {
    super(reason);
  }

  @Override
  public Directive directive() {
    return Directive.KILL;
  }

  @Override
  Killed again() {
    return new Killed(String.valueOf(getMessage()));
  }
}
