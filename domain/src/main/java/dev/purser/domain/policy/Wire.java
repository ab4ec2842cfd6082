package dev.purser.domain.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Choices as requests and answers spell them: lower case. */
final class Wire {
  private Wire() {}

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (name(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "must be one of "
            + Arrays.stream(type.getEnumConstants())
                .map(Wire::name)
                .collect(Collectors.joining(", ")));
  }
}
