package dev.purser.sdk;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come. */
final class Conditions {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Conditions() {}

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("did not come true: " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
