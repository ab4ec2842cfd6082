package dev.purser.sdk;

/**
 * What becomes of a call that is not allowed while its intent may go on: over a rule that only
 * blocks, or where a model has no price. None of them uses up delivery attempts.
 */
public enum OnDenied {
  /**
   * The meter throws {@link Parked}, and the intent is given back. It is delivered again with its
   * checkpoint after 1 s, 2 s and so on up to 30 s, until the call is allowed.
   */
  PARK,

  /** The meter waits until the call is allowed, or the intent must stop. */
  WAIT,

  /**
   * The meter throws {@link AuthorizationDenied}: the handler may make a smaller call. One that it
   * lets pass ends the intent as FAILED.
   */
  FAIL
}
