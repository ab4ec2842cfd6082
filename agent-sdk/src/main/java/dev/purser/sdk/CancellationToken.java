package dev.purser.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Whether work must stop, for whatever blocks and does not heed an interrupt: an HTTP call, a
 * process, a loop. May be used by several threads.
 */
public interface CancellationToken {
  /** Whether the intent must not go on; asks nobody. */
  boolean isStopped();

  /** Why it must not go on, as the person or the rule said; null: it may go on. */
  @Nullable String reason();

  /** Throws {@link IntentStopped} if the intent must not go on. */
  void throwIfStopped();

  /**
   * Has the action run as soon as the stop is heard, once, on a thread of its own: {@code
   * token.onStop(call::cancel)}. Where the stop was heard before, the action runs at once, on the
   * caller's thread. What it throws is logged.
   */
  Registration onStop(Runnable action);

  /** An action that waits for a stop; once closed, it does not run any more. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
