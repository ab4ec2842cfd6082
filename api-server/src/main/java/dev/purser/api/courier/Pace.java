package dev.purser.api.courier;

import java.time.Duration;

/**
 * How much a courier carries at once: one more for each success, half for each answer that does not
 * come. So a server that is slow gets less to do, and one that is away is knocked at now and then.
 */
final class Pace {
  private final int most;
  private final Duration rest;
  private int limit;
  private int inFlight;
  private boolean away;
  private long restsUntil;

  /** {@code rest}: how long between two tries while nothing answers. */
  Pace(int most, Duration rest) {
    this.most = most;
    this.rest = rest;
    this.limit = most;
  }

  /** How many more may be taken on now. */
  synchronized int free() {
    boolean resting = away && System.nanoTime() - restsUntil < 0;
    return resting ? 0 : Math.max(0, limit - inFlight);
  }

  synchronized void begin() {
    inFlight++;
  }

  synchronized void end() {
    inFlight--;
  }

  /**
   * An answer came.
   *
   * @return whether it is the first after none had come
   */
  synchronized boolean answered() {
    boolean back = away;
    away = false;
    limit = Math.min(most, limit + 1);
    return back;
  }

  /**
   * No answer came.
   *
   * @return whether it is now that none comes any more
   */
  synchronized boolean unanswered() {
    limit = Math.max(1, limit / 2);
    boolean gone = limit == 1 && !away;
    away = limit == 1;
    restsUntil = System.nanoTime() + rest.toNanos();
    return gone;
  }

  /** Whether nothing answers. */
  synchronized boolean isAway() {
    return away;
  }
}
