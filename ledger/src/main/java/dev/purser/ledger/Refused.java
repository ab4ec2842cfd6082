package dev.purser.ledger;

import java.io.Serial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger does not do what was asked, and has changed nothing: why, in a code and in words. */
public final class Refused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Kinds of refusal. */
  public enum Code {
    /** No such intent, agent, grant, key … */
    NOT_FOUND,
    /** The same id with another content, or a second end. */
    CONFLICT,
    /** A value that cannot be; {@link Refused#field} names it. */
    INVALID,
    /** The agent or a scope above it is killed. */
    POLICY_DENIED,
    /** A block rule is reached, or a resume has nothing left to spend. */
    BUDGET_EXCEEDED,
    /** More than there may be in this time. */
    RATE_LIMITED,
    /** An If-Match that names an older version. */
    STALE,
    /** PostgreSQL is away; nothing is known to have been written; try again. */
    UNAVAILABLE
  }

  private final Code code;
  private final @Nullable String field;
  private final @Nullable String missing;
  private final transient Map<String, Object> details;

  private Refused(
      Code code,
      @Nullable String field,
      @Nullable String missing,
      String message,
      Map<String, Object> details) {
    super(message);
    if ((code == Code.NOT_FOUND) != (missing != null)) {
      throw new IllegalArgumentException("NOT_FOUND, and nothing else, says what is missing");
    }
    this.code = code;
    this.field = field;
    this.missing = missing;
    this.details = details;
  }

  /**
   * Any refusal but NOT_FOUND.
   *
   * @param code see {@link #notFound} for that one
   */
  public Refused(Code code, @Nullable String field, String message, Map<String, Object> details) {
    this(code, field, null, message, details);
  }

  public Refused(Code code, String message) {
    this(code, null, message, Map.of());
  }

  /**
   * NOT_FOUND.
   *
   * @param missing what there is none of, in a word: {@code agent}
   */
  public static Refused notFound(String missing, String message) {
    return notFound(missing, null, message);
  }

  /** The same of what a field names. */
  public static Refused notFound(String missing, @Nullable String field, String message) {
    return new Refused(Code.NOT_FOUND, field, missing, message, Map.of());
  }

  /** What kind of refusal it is. */
  public Code code() {
    return code;
  }

  /** What was not found, in a word; null with every other code. */
  public @Nullable String missing() {
    return missing;
  }

  /** The field at fault, as requests spell it; null if none is. */
  public @Nullable String field() {
    return field;
  }

  /** What a program may want to know besides, e.g. {@code period}, {@code resets_at}. */
  public Map<String, Object> details() {
    return details;
  }
}
