package dev.purser.workflows;

import io.temporal.failure.ApplicationFailure;

/**
 * How an update is refused: the caller sees a WorkflowUpdateException whose cause is an
 * ApplicationFailure of one of these types.
 */
public final class Refusals {
  /** It has ended, or someone else was first. */
  public static final String CONFLICT = "CONFLICT";

  /** A field is missing or wrong; the message names it. */
  public static final String INVALID = "INVALID";

  private Refusals() {}

  public static ApplicationFailure conflict(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, CONFLICT);
  }

  public static ApplicationFailure invalid(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, INVALID);
  }
}
