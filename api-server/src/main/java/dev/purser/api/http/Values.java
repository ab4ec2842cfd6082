package dev.purser.api.http;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values of paths, queries and bodies. */
public final class Values {
  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_WAIT_SECONDS = 60;
  private static final int DEFAULT_WAIT_SECONDS = 15;

  private Values() {}

  /** Strictly 8-4-4-4-12: Java's own reader takes less. */
  public static UUID uuid(String text) {
    if (!UUID_SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a UUID");
    }
    return UUID.fromString(text);
  }

  /** RFC 3339, any offset. */
  public static Instant time(String text) {
    return upTo(LAST_YEAR, moment(text));
  }

  /**
   * A time, or a day, which stands for its beginning in UTC; the month around it ends in a year
   * that can be written, too.
   */
  public static Instant timeOrDay(String text) {
    Instant time;
    try {
      time = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      time = moment(text);
    }
    return upTo(LAST_YEAR - 1, time);
  }

  private static Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time like 2026-08-21T12:00:00Z", e);
    }
  }

  private static Instant upTo(int last, Instant time) {
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < FIRST_YEAR || year > last) {
      throw new IllegalArgumentException(
          "must lie between the years " + FIRST_YEAR + " and " + last);
    }
    return time;
  }

  /** A query's value; null where there is none. */
  public static <T> @Nullable T query(
      String name, @Nullable String text, Function<String, T> reader) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("must not contain the character NUL");
      }
      return reader.apply(text);
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(name, e.reason());
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(name, String.valueOf(e.getMessage()));
    }
  }

  /** A query's value as it is. */
  public static @Nullable String text(String name, @Nullable String text) {
    return query(name, text, Function.identity());
  }

  public static @Nullable AgentAddress agent(@Nullable String text) {
    return query("agent", text, AgentAddress::parse);
  }

  public static @Nullable Instant time(String name, @Nullable String text) {
    return query(name, text, Values::timeOrDay);
  }

  /** A whole number of a query, or what holds without one. */
  public static long whole(
      String name, @Nullable String text, long least, long most, long otherwise) {
    Long value =
        query(
            name,
            text,
            t -> {
              if (!t.matches("[0-9]{1,18}")
                  || Long.parseLong(t) < least
                  || Long.parseLong(t) > most) {
                throw new IllegalArgumentException(
                    "must be a whole number from " + least + " to " + most);
              }
              return Long.parseLong(t);
            });
    return value == null ? otherwise : value;
  }

  /** True or false; false where it is absent. */
  public static boolean flag(String name, @Nullable String text) {
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw new InvalidFieldException(name, "must be true or false");
  }

  /** How many rows a list gives at most. */
  public static int limit(@Nullable String text) {
    return (int) whole("limit", text, 1, MAX_LIMIT, DEFAULT_LIMIT);
  }

  /** For how many seconds a caller waits. */
  public static int waitSeconds(@Nullable String text) {
    return (int) whole("wait_seconds", text, 1, MAX_WAIT_SECONDS, DEFAULT_WAIT_SECONDS);
  }

  /** The intent's id of a path; one that cannot be is one that is not there. */
  public static UUID intentId(String text) {
    if (!UUID_SHAPE.matcher(text).matches()) {
      throw ProblemException.notFound("intent_not_found", "there is no intent " + text);
    }
    return UUID.fromString(text);
  }
}
