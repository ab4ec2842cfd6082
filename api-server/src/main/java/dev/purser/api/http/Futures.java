package dev.purser.api.http;

import dev.purser.ledger.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Intake where nothing is lost by waiting. */
public final class Futures {
  private static final long SECONDS = 20;

  private Futures() {}

  /** The outcome; a refusal is thrown as it is. */
  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new Refused(Refused.Code.UNAVAILABLE, "the ledger does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Refused.Code.UNAVAILABLE, "the server is stopping");
    }
  }
}
