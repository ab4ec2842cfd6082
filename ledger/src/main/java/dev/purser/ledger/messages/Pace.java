package dev.purser.ledger.messages;

import java.time.Duration;

/**
 * How many alerts reach one addressee as messages of their own.
 *
 * @param singly of so many agents
 * @param within this time, before the rest of it is gathered into one message
 */
public record Pace(int singly, Duration within) {
  /** Three agents a minute. */
  public static final Pace DEFAULT = new Pace(3, Duration.ofMinutes(1));

  /** Checks both. */
  public Pace {
    if (singly < 1 || within.isNegative() || within.isZero()) {
      throw new IllegalArgumentException("singly and within must be positive");
    }
  }
}
