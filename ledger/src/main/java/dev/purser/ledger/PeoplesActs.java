package dev.purser.ledger;

import java.util.function.Supplier;

/**
 * Tells the ledger that this thread does what a person asked for, like a kill: it then reads over
 * connections that nobody else takes, however many agents' calls wait for theirs.
 */
public final class PeoplesActs {
  private static final ThreadLocal<Boolean> NOW = ThreadLocal.withInitial(() -> false);

  private PeoplesActs() {}

  /** What is done; it may fail. */
  @FunctionalInterface
  public interface Act<T, E extends Exception> {
    T run() throws E;
  }

  /** Runs it on this thread as a person's act. */
  public static <T, E extends Exception> T run(Act<T, E> act) throws E {
    NOW.set(true);
    try {
      return act.run();
    } finally {
      NOW.remove();
    }
  }

  /** The same work for another thread, which does it as a person's act where this one does. */
  public static <T> Supplier<T> handedOn(Supplier<T> work) {
    return isOne() ? () -> PeoplesActs.<T, RuntimeException>run(work::get) : work;
  }

  static boolean isOne() {
    return NOW.get();
  }
}
