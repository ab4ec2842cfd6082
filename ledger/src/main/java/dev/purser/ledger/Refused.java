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
    /** An If-Match that names an older version. */
    STALE,
    /** PostgreSQL is away; nothing is known to have been written; try again. */
    UNAVAILABLE
  }

  private final Code code;
  private final @Nullable String field;
  private final transient Map<String, Object> details;

  public Refused(Code code, @Nullable String field, String message, Map<String, Object> details) {
    super(message);
    this.code = code;
    this.field = field;
    this.details = details;
  }

  public Refused(Code code, String message) {
    this(code, null, message, Map.of());
  }

  /** What kind of refusal it is. */
  public Code code() {
    return code;
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
