package dev.purser.standalone;

import java.io.Serial;

/** What went wrong, in one line for the person at the terminal; never shown with a stack trace. */
public final class CommandError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CommandError(String message) {
    super(message);
  }

  public CommandError(String message, Throwable cause) {
    super(message, cause);
  }
}
