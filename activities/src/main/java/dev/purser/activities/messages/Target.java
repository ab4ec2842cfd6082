package dev.purser.activities.messages;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes.
 *
 * @param type which kind of channel carries it
 * @param address an e-mail address, or the URL of a webhook
 * @param secret what a webhook is signed with; null: the one of the settings, or none
 */
public record Target(Type type, String address, @Nullable String secret) {
  /** Kinds of channels. */
  public enum Type {
    EMAIL,
    WEBHOOK,
    SLACK
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return type + " " + address;
  }
}
