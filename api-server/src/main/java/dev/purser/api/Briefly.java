package dev.purser.api;

import dev.purser.ledger.Refused;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads of the ledger on the way of a person's word: the word must reach a workflow while a
 * database hangs, so none of them is waited for as long as other reads are.
 */
public final class Briefly {
  private static final long SECONDS = 3;

  /** One for each read that hangs: whoever sends words waits for it, so there are few. */
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "brief-read");
            thread.setDaemon(true);
            return thread;
          });

  private Briefly() {}

  /** What was read; a database that hangs is {@link Refused} like one that is away. */
  public static <T> T read(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, THREADS)
          .orTimeout(SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException | CancellationException e) {
      if (e.getCause() instanceof TimeoutException) {
        Refused away =
            new Refused(Refused.Code.UNAVAILABLE, "the ledger's database does not answer");
        away.initCause(e);
        throw away;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
