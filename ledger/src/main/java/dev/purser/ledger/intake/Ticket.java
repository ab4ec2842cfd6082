package dev.purser.ledger.intake;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through Intake.
 *
 * @param <R> its answer
 */
final class Ticket<R> {
  private final Request<R> request;
  private final @Nullable Quote quote;
  private final @Nullable Quote nextQuote;
  private final long deadlineNanos;
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private boolean triedBefore;
  private @Nullable R answer;
  private @Nullable Throwable failure;

  Ticket(Request<R> request, @Nullable Quote quote, @Nullable Quote nextQuote, long deadlineNanos) {
    this.request = request;
    this.quote = quote;
    this.nextQuote = nextQuote;
    this.deadlineNanos = deadlineNanos;
  }

  Request<R> request() {
    return request;
  }

  /** What its call costs; every request that is about a call has one. */
  Quote quote() {
    if (quote == null) {
      throw new IllegalStateException("there is nothing to price in " + request);
    }
    return quote;
  }

  /** What the call costs that it asks for in the same breath. */
  Quote nextQuote() {
    if (nextQuote == null) {
      throw new IllegalStateException("no next call in " + request);
    }
    return nextQuote;
  }

  boolean isOverdue(long nanoTime) {
    return nanoTime - deadlineNanos > 0;
  }

  /** Whether an earlier try may have been committed after all. */
  boolean triedBefore() {
    return triedBefore;
  }

  void markTried() {
    triedBefore = true;
  }

  /** What it is to be answered; null: nothing yet, or it fails. */
  @Nullable R answer() {
    return answer;
  }

  /** Why it fails; null: it does not. */
  @Nullable Throwable failure() {
    return failure;
  }

  CompletableFuture<R> future() {
    return future;
  }

  /** Runs the handler, and keeps what it says until the transaction is committed. */
  void answerWith(R given) {
    answer = given;
    failure = null;
  }

  /** It fails, alone. */
  void failWith(Throwable cause) {
    failure = cause;
    answer = null;
  }

  /** Tells whoever waits. */
  void complete() {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(answer);
    }
  }
}
