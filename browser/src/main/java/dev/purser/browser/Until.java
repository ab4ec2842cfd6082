package dev.purser.browser;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what comes by itself. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long STEP_MS = 50;

  private Until() {}

  /** Looks for it until it is there. */
  static <T> T there(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Optional<T> found = look.get(); ; found = look.get()) {
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("there never was " + what);
      }
      try {
        Thread.sleep(STEP_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
