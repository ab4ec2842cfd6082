package dev.purser.activities.messages;

import java.net.URI;
import java.time.Instant;

/**
 * Shows that a channel works.
 *
 * @param channel its name
 * @param actor who asked for it
 */
public record TestMessage(String eventId, Instant at, String channel, String actor, URI view)
    implements Message {
  @Override
  public String eventType() {
    return "test";
  }
}
