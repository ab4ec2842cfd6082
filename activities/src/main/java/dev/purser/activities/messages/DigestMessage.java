package dev.purser.activities.messages;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Many alerts of one minute in one message.
 *
 * @param view where all of them stand
 */
public record DigestMessage(String eventId, Instant at, List<AlertMessage> alerts, URI view)
    implements Message {

  /** Copies the list. */
  public DigestMessage {
    alerts = List.copyOf(alerts);
  }

  @Override
  public String eventType() {
    return "digest";
  }
}
