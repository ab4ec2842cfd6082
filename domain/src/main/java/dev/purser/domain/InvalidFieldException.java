package dev.purser.domain;

import java.io.Serial;

/** A value from outside that cannot be taken: which field, and what would be right. */
public final class InvalidFieldException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  /**
   * @param field the field's name as the sender wrote it, e.g. {@code rules[0].limit_usd}
   * @param reason what would be right, e.g. {@code must be at least 0}
   */
  public InvalidFieldException(String field, String reason) {
    super(field + " " + reason);
    this.field = field;
    this.reason = reason;
  }

  /** The field's name. */
  public String field() {
    return field;
  }

  /** What would be right. */
  public String reason() {
    return reason;
  }
}
