package dev.purser.ledger.messages;

import java.time.Duration;

/**
 * How much reaches one addressee, and how soon.
 *
 * @param singly of so many incidents messages of their own
 * @param within this time, before the rest of it is gathered into one message
 * @param apart how long after a message the next one about the same incident, unless it gets worse
 */
public record Pace(int singly, Duration within, Duration apart) {
  /** Three incidents a minute, and each of them every ten minutes. */
  public static final Pace DEFAULT = new Pace(3, Duration.ofMinutes(1), Duration.ofMinutes(10));

  /** Checks all of it. */
  public Pace {
    if (singly < 1 || within.isNegative() || within.isZero() || apart.isNegative()) {
      throw new IllegalArgumentException("singly and within must be positive, apart not negative");
    }
  }
}
