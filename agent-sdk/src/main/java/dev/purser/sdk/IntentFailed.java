package dev.purser.sdk;

import java.io.Serial;

/** Thrown by a handler that gives its intent up: it ends as FAILED, without another attempt. */
public final class IntentFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public IntentFailed(String reason) {
    super(reason);
  }

  public IntentFailed(String reason, Throwable cause) {
    super(reason, cause);
  }
}
