package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Counts what a piece of work spends, and asks before it is spent. Each call to a model goes
 * through {@link #call}:
 *
 * <pre>{@code
 * Answer answer = meter.call(
 *     Usd.of("0.05"),                                       // at most
 *     call -> {
 *       okhttp3.Call request = http.newCall(prompt);
 *       call.onStop(request::cancel);
 *       return Answer.of(request.execute());
 *     },
 *     answer -> Spend.of("gpt-4o", answer.tokensIn(), answer.tokensOut()));
 * }</pre>
 *
 * Once Purser has said that the work must stop, each call throws {@link IntentStopped}. May be used
 * by several threads. An author's tests may give a handler a meter of their own.
 */
public interface Meter {
  /**
   * Makes a call: asks whether it may cost so much, makes it, reports what it cost, and returns its
   * answer. A stop that is heard meanwhile ends the call only where the call has registered for it
   * with {@link MeteredCall#onStop}; otherwise it runs to its end, and the next call throws.
   *
   * <p>A call that fails or is cancelled is reported at what {@link MeteredCall#used} last said it
   * used, otherwise at its estimate, and flagged so in its metadata; only {@link
   * MeteredCall#costNothing} has it cost nothing. A call that is tried again is a call of its own.
   *
   * @param usageOf what the answer cost; where it throws, the estimate is reported, and the answer
   *     is returned all the same
   * @throws IntentStopped if the work must not go on: before the call, or instead of what a call
   *     throws that the stop has broken off
   * @throws AuthorizationDenied where the agent wants denials so, see {@link OnDenied}
   */
  default <T, E extends Exception> T call(
      Usd estimate, Call<T, E> call, Function<? super T, Spend> usageOf) throws E {
    return Calls.make(open(estimate), call, usageOf);
  }

  /** The same, estimated by tokens; the output is the most that the call may give. */
  default <T, E extends Exception> T call(
      Usage atMost, Call<T, E> call, Function<? super T, Spend> usageOf) throws E {
    return Calls.make(open(atMost), call, usageOf);
  }

  /**
   * The same for a call that answers later. What it returns fails as {@link #call} throws; who
   * cancels it cancels the call.
   */
  default <T> CompletableFuture<T> callAsync(
      Usd estimate, AsyncCall<T> call, Function<? super T, Spend> usageOf) {
    return Calls.makeAsync(() -> open(estimate), call, usageOf);
  }

  /** The same, estimated by tokens; the output is the most that the call may give. */
  default <T> CompletableFuture<T> callAsync(
      Usage atMost, AsyncCall<T> call, Function<? super T, Spend> usageOf) {
    return Calls.makeAsync(() -> open(atMost), call, usageOf);
  }

  /**
   * The same for an answer that comes in parts: say what it used so far with {@link
   * MeteredCall#used}, and close the call when the stream ends or breaks off.
   */
  default MeteredCall open(Usd estimate) {
    return Calls.open(authorize(estimate), Spend.of(estimate), cancellation());
  }

  /** The same, estimated by tokens; the output is the most that the call may give. */
  default MeteredCall open(Usage atMost) {
    return Calls.open(authorize(atMost), Spend.of(atMost), cancellation());
  }

  /** Reports what a call used; Purser prices it. */
  default Standing recordUsage(Usage usage) {
    return record(Spend.of(usage));
  }

  /** Reports a plain call's tokens; Purser prices them. */
  default Standing recordUsage(String model, long tokensIn, long tokensOut) {
    return record(Spend.of(model, tokensIn, tokensOut));
  }

  /** Reports an amount. */
  default Standing recordCost(Usd cost) {
    return record(Spend.of(cost));
  }

  /**
   * Reports what was spent and answers once the ledger has it, or once it is known that Purser is
   * away. Throws {@link IntentStopped} if the work must not go on: the spend is counted then, and
   * what it bought must have been kept before.
   *
   * @throws PurserRefused if it will never be counted
   */
  Standing record(Spend spend);

  /**
   * Asks before a call that costs at most this; close the answer when the call is over. {@link
   * #call} does all of it.
   */
  Authorization authorize(Usd estimate);

  /** The same by tokens; the output is the most that the call may give. */
  Authorization authorize(Usage atMost);

  /** Where the work stands, as far as this process has heard; asks nobody. */
  Standing standing();

  /** Whether the work must stop, and why. */
  CancellationToken cancellation();

  /** Throws {@link IntentStopped} if the work must not go on; for loops without other calls. */
  default void throwIfStopped() {
    cancellation().throwIfStopped();
  }

  /**
   * What is metered: a call to a model.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T make(MeteredCall call) throws E;
  }

  /** What is metered: a call to a model that answers later. */
  @FunctionalInterface
  interface AsyncCall<T> {
    CompletableFuture<T> begin(MeteredCall call) throws Exception;
  }
}
