package dev.purser.api.courier;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How many workflows may be started and not yet have run. Temporal acknowledges a start before any
 * worker has seen it, so that a courier that only waits for the acknowledgement builds a queue
 * inside Temporal, and whoever comes next waits behind it. The window follows how long a start
 * takes until the workflow has written its first entry: wider while that is short, narrower when it
 * is long.
 */
final class StartWindow {
  static final int LEAST = 2;
  static final int MOST = 64;
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofMillis(400);

  /** After this a start is no longer waited for: no worker runs, or Temporal has lost it. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final Map<UUID, Long> begun = new HashMap<>();
  private double size = 2 * LEAST;
  private long narrowedAt = Long.MIN_VALUE;

  /** How many more may be started, where so many are being started now. */
  synchronized int free(int underWay) {
    return Math.max(0, (int) size - begun.size() - underWay);
  }

  /** Temporal has acknowledged the start. */
  synchronized void started(UUID intent, long nanos) {
    begun.put(intent, nanos);
  }

  /** Those that have not run, as far as is known. */
  synchronized List<UUID> waiting() {
    return List.copyOf(begun.keySet());
  }

  /** These have run by now. */
  synchronized void ran(Collection<UUID> intents, long now) {
    for (UUID intent : intents) {
      Long since = begun.remove(intent);
      if (since != null) {
        adapt(since, now);
      }
    }
    for (Iterator<Long> each = begun.values().iterator(); each.hasNext(); ) {
      long since = each.next();
      if (now - since > FORGOTTEN.toNanos()) {
        each.remove();
      } else if (now - since > LONG.toNanos()) {
        adapt(since, now);
      }
    }
  }

  /** One start that was begun before the window last grew narrower says nothing about it. */
  private void adapt(long since, long now) {
    long took = now - since;
    if (took < SHORT.toNanos()) {
      size = Math.min(MOST, size + 1);
    } else if (took > LONG.toNanos() && (narrowedAt == Long.MIN_VALUE || since - narrowedAt > 0)) {
      size = Math.max(LEAST, size / 2);
      narrowedAt = now;
    }
  }
}
