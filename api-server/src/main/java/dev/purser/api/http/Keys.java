package dev.purser.api.http;

import dev.purser.domain.InvalidFieldException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Idempotency keys as callers send them. */
public final class Keys {
  private static final int LONGEST = 200;

  private Keys() {}

  /** The header's value; null: none was sent. */
  public static @Nullable String checked(@Nullable String key) {
    if (key == null || key.isBlank()) {
      return null;
    }
    if (key.length() > LONGEST || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new InvalidFieldException(
          "Idempotency-Key", "must have at most " + LONGEST + " visible ASCII characters");
    }
    return key;
  }

  /** The header's value, or one that no other request has. */
  public static String orRandom(@Nullable String key) {
    String checked = checked(key);
    return checked == null ? UUID.randomUUID().toString() : checked;
  }
}
