package dev.purser.ledger.messages;

import java.time.Instant;
import java.util.Locale;

/**
 * A name under which rules reach someone.
 *
 * @param target an e-mail address, or a URL
 * @param createdBy who made it
 */
public record Channel(
    long id, String name, Type type, String target, Instant createdAt, String createdBy) {
  /** Kinds of channels. */
  public enum Type {
    EMAIL,
    WEBHOOK,
    SLACK;

    /** As requests and answers spell it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wire()}. */
    public static Type fromWire(String text) {
      for (Type type : values()) {
        if (type.wire().equals(text)) {
          return type;
        }
      }
      throw new IllegalArgumentException("must be email, webhook or slack");
    }
  }
}
