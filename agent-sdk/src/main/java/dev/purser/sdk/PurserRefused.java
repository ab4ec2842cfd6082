package dev.purser.sdk;

import java.io.Serial;

/** Purser does not take what it was sent, and never will: the message names the field. */
public final class PurserRefused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  PurserRefused(String code, String message) {
    super(message);
    this.code = code;
  }

  /** As the API spells it, e.g. {@code schema_invalid}. */
  public String code() {
    return code;
  }
}
