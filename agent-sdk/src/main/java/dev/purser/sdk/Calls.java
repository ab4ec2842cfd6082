package dev.purser.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes metered calls from their beginning to their report. */
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  /** Asking and reporting wait for Purser, which an HTTP client's own threads must not. */
  private static final Executor WAITING = Threads.daemons("purser-call");

  private Calls() {}

  /** The call that was allowed; given back at once where a stop was heard meanwhile. */
  static MeteredCall open(
      Authorization authorization, Spend estimate, CancellationToken cancellation) {
    if (cancellation.isStopped()) {
      authorization.close();
      cancellation.throwIfStopped();
    }
    return new MeteredCall(authorization, estimate, cancellation).begun();
  }

  static <T, E extends Exception> T make(
      MeteredCall opened, Meter.Call<T, E> call, Function<? super T, Spend> usageOf) throws E {
    try (CancellationToken.Registration sheltered = opened.shelter();
        MeteredCall metered = opened) {
      T answer = call.make(metered);
      learn(metered, answer, usageOf);
      return answer;
    } catch (Exception e) {
      throwIfStopped(opened, e);
      throw e;
    }
  }

  /** A call that fails once it was told to stop was broken off by it. */
  private static void throwIfStopped(CancellationToken cancellation, Throwable failure) {
    try {
      cancellation.throwIfStopped();
    } catch (IntentStopped stopped) {
      if (failure != stopped) {
        stopped.addSuppressed(failure);
      }
      throw stopped;
    }
  }

  private static <T> void learn(MeteredCall call, T answer, Function<? super T, Spend> usageOf) {
    try {
      call.used(usageOf.apply(answer));
    } catch (RuntimeException e) {
      LOG.warn("what an answer cost cannot be read from it: its estimate is reported", e);
    }
  }

  static <T> CompletableFuture<T> makeAsync(
      Supplier<MeteredCall> open, Meter.AsyncCall<T> call, Function<? super T, Spend> usageOf) {
    CompletableFuture<T> result = new CompletableFuture<>();
    WAITING.execute(() -> begin(open, call, usageOf, result));
    return result;
  }

  private static <T> void begin(
      Supplier<MeteredCall> open,
      Meter.AsyncCall<T> call,
      Function<? super T, Spend> usageOf,
      CompletableFuture<T> result) {
    MeteredCall metered;
    try {
      metered = open.get();
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    if (result.isDone()) {
      metered.costNothing();
      metered.close();
      return;
    }
    CompletableFuture<T> answer;
    try {
      answer = call.begin(metered);
    } catch (Exception e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> running = answer;
    var unused =
        result.whenComplete(
            (value, failure) -> {
              if (result.isCancelled()) {
                running.cancel(true);
              }
            });
    var unused2 =
        running.whenCompleteAsync(
            (value, failure) -> end(metered, value, failure, usageOf, result), WAITING);
  }

  private static <T> void end(
      MeteredCall call,
      T answer,
      @Nullable Throwable failure,
      Function<? super T, Spend> usageOf,
      CompletableFuture<T> result) {
    if (failure == null) {
      learn(call, answer, usageOf);
      call.close();
      result.complete(answer);
      return;
    }
    call.close();
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    try {
      throwIfStopped(call, cause);
      result.completeExceptionally(cause);
    } catch (IntentStopped stopped) {
      result.completeExceptionally(stopped);
    }
  }
}
