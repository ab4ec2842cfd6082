package dev.purser.activities.messages;

import java.time.Instant;

/** Something to tell a person or a program. Amounts are US dollars, times UTC. */
public sealed interface Message permits AlertMessage, DigestMessage, SummaryMessage, TestMessage {
  /** The same on every retry, so that a receiver can tell a repetition. */
  String eventId();

  /**
   * What kind of event it tells of: {@code alert}, {@code digest}, {@code summary}, {@code test}.
   */
  String eventType();

  /** When what it tells of happened. */
  Instant at();
}
