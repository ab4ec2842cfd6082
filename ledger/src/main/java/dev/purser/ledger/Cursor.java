package dev.purser.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a list goes on, in one opaque word: the sort key of the last row that was given. */
public final class Cursor {
  /** In no value's Base64, whatever characters the value has. */
  private static final String SEPARATOR = ".";

  private Cursor() {}

  /** The word for these values, none of which may be null. */
  public static String of(Object... values) {
    return Stream.of(values)
        .map(value -> value.toString().getBytes(UTF_8))
        .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
        .collect(Collectors.joining(SEPARATOR));
  }

  /**
   * The values a word stands for.
   *
   * @throws Refused if it is not a word that {@link #of} gave for so many values
   */
  public static List<String> read(String word, int count) {
    try {
      List<String> values =
          Stream.of(word.split(Pattern.quote(SEPARATOR), -1))
              .map(value -> new String(Base64.getUrlDecoder().decode(value), UTF_8))
              .toList();
      if (values.size() == count) {
        return values;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: no cursor of ours.
    }
    throw invalid();
  }

  /** One of those values as a number. */
  public static long number(String value) {
    return value(value, Long::parseLong);
  }

  /** One of those values as a number of any size. */
  public static BigInteger whole(String value) {
    return value(value, BigInteger::new);
  }

  /** One of those values as a time. */
  public static Instant time(String value) {
    return value(value, Instant::parse);
  }

  /** One of those values as an id. */
  public static UUID uuid(String value) {
    return value(value, UUID::fromString);
  }

  private static <T> T value(String value, Function<String, T> read) {
    try {
      return read.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw invalid();
    }
  }

  private static Refused invalid() {
    return new Refused(
        Refused.Code.INVALID,
        "cursor",
        "cursor must be the next_cursor of the page before",
        Map.of());
  }
}
