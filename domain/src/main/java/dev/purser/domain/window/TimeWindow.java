package dev.purser.domain.window;

import java.time.Instant;

/** A stretch of time from {@code start} up to but not including {@code end}, in UTC. */
public record TimeWindow(Instant start, Instant end) {

  public TimeWindow {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("window must end after it starts: " + start + ", " + end);
    }
  }

  public boolean contains(Instant t) {
    return !t.isBefore(start) && t.isBefore(end);
  }
}
