package dev.purser.ledger;

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

  static boolean isOne() {
    return NOW.get();
  }
}
