package dev.purser.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Choices as requests, answers and rows spell them: lower case. */
public final class Choices {
  private Choices() {}

  /** How a choice is spelt. */
  public static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The choice spelt so.
   *
   * @throws IllegalArgumentException naming all there are
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (name(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "must be one of "
            + Arrays.stream(type.getEnumConstants())
                .map(Choices::name)
                .collect(Collectors.joining(", ")));
  }
}
