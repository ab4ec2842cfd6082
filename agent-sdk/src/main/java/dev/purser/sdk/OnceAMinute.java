package dev.purser.sdk;

import java.util.concurrent.TimeUnit;

/** Keeps what lasts from filling the log: it is said at once, and then once a minute. */
final class OnceAMinute {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private boolean said;
  private long saidAt;

  /** Whether it is to be said now; who is told so says it. */
  synchronized boolean isDue(long nanoTime) {
    if (said && nanoTime - saidAt < MINUTE) {
      return false;
    }
    said = true;
    saidAt = nanoTime;
    return true;
  }

  /** It is over; true: it was said, so that its end is news. */
  synchronized boolean over() {
    boolean before = said;
    said = false;
    return before;
  }
}
