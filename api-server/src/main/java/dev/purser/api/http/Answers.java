package dev.purser.api.http;

import dev.purser.ledger.Refused;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers callers once Intake has answered, beside Intake's own thread. */
public final class Answers {
  private static final long SECONDS = 30;

  private final Executor executor;

  public Answers(Executor executor) {
    this.executor = executor;
  }

  /** Answers with the view of the outcome, or with what went wrong. */
  public <T> void send(
      CompletableFuture<T> outcome, Function<? super T, ?> view, AsyncResponse response) {
    response.setTimeout(SECONDS, TimeUnit.SECONDS);
    response.setTimeoutHandler(
        late ->
            late.resume(
                new Refused(Refused.Code.UNAVAILABLE, "the ledger does not answer in time")));
    CompletableFuture<?> answered = outcome.thenApplyAsync(view, executor);
    var unused =
        answered.whenComplete(
            (answer, failed) -> {
              if (failed != null) {
                response.resume(failed);
              } else {
                response.resume(answer);
              }
            });
  }
}
