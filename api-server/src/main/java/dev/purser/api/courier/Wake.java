package dev.purser.api.courier;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Something to be woken by: rings that come while nobody waits are not lost. */
final class Wake {
  private boolean rung;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** Waits for a ring, at most so long. */
  synchronized void await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); !rung && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    rung = false;
  }
}
