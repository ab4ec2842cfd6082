package dev.purser.sdk;

import dev.purser.domain.policy.Directive;
import java.io.Serial;

/** The intent waits: it is delivered again, with its checkpoint, when it may go on. */
public final class Parked extends IntentStopped {
  @Serial private static final long serialVersionUID = 1L;

  private final Directive directive;

  private Parked(Directive directive, String reason) {
    super(reason);
    this.directive = directive;
  }

  static Parked because(String reason) {
    return new Parked(Directive.PARK, reason);
  }

  /** Nothing holds the intent, but this worker gives it back: any other may have it at once. */
  static Parked handedBack(String reason) {
    return new Parked(Directive.CONTINUE, reason);
  }

  @Override
  public Directive directive() {
    return directive;
  }

  @Override
  Parked again() {
    return new Parked(directive, String.valueOf(getMessage()));
  }
}
