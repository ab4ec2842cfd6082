package dev.purser.api;

import dev.purser.ledger.Refused;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks for a moment whether a workflow follows: a word is in force without that, so nobody waits
 * for long to hear it.
 */
public final class Followed {
  private static final Duration MOMENT = Duration.ofMillis(400);
  private static final Duration EACH = Duration.ofMillis(20);

  private Followed() {}

  /** Whether it does, within a moment. */
  public static boolean soon(BooleanSupplier follows) {
    long until = System.nanoTime() + MOMENT.toNanos();
    try {
      while (!follows.getAsBoolean()) {
        if (System.nanoTime() > until) {
          return false;
        }
        TimeUnit.NANOSECONDS.sleep(EACH.toNanos());
      }
      return true;
    } catch (Refused e) {
      // The word is written; the ledger went away since.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
