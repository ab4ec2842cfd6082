package dev.purser.api.courier;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many workflows may be started and not yet have run. Temporal acknowledges a start before any
 * worker has seen it, so that a courier that only waits for the acknowledgement builds a queue
 * inside Temporal, and whoever comes next waits behind it. The window follows how long a start
 * takes until a worker has it: wider while that is short, narrower when it is long. What has not
 * run keeps its place for as long as that takes, so that nothing piles up while no worker runs.
 */
final class StartWindow {
  static final int LEAST = 2;
  static final int MOST = 64;
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofMillis(400);

  /** When each was started, oldest first. */
  private final Map<String, Long> begun = new LinkedHashMap<>();

  private double size = 2 * LEAST;
  private long narrowedAt = Long.MIN_VALUE;

  /** How many more may be started, where so many are being started now. */
  synchronized int free(int underWay) {
    return Math.max(0, (int) size - begun.size() - underWay);
  }

  /** Temporal has acknowledged the start of the workflow. */
  synchronized void started(String workflowId, long nanos) {
    begun.put(workflowId, nanos);
  }

  /** Those that have not run, as far as is known, oldest first. */
  synchronized List<String> waiting() {
    return List.copyOf(begun.keySet());
  }

  /** These have run by now, or Temporal no longer knows them. */
  synchronized void ran(Collection<String> workflowIds, long now) {
    for (String workflowId : workflowIds) {
      Long since = begun.remove(workflowId);
      if (since != null) {
        adapt(since, now);
      }
    }
    for (long since : begun.values()) {
      if (now - since > LONG.toNanos()) {
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
