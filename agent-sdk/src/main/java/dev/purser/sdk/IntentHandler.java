package dev.purser.sdk;

import org.jspecify.annotations.Nullable;

/** An agent's work on one intent. */
@FunctionalInterface
public interface IntentHandler {
  /**
   * Works on the intent, each call to a model by {@link Meter#call}. The thread is interrupted when
   * the intent is parked or killed; let {@link IntentStopped} pass, and the intent is delivered
   * again with its checkpoint once it may go on. Where it was thrown and caught, the handler's
   * return does not count. Any other exception uses up one delivery attempt; {@link IntentFailed}
   * gives the intent up.
   *
   * @return the result, anything that Jackson can write as JSON; null: none
   */
  @Nullable Object handle(IntentContext context) throws Exception;
}
