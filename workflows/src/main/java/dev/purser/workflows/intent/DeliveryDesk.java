package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.Burden;
import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.Values;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Hands the intent to its agent, one delivery at a time, and deals with what becomes of it. */
final class DeliveryDesk {
  private static final Logger LOG = Workflow.getLogger(DeliveryDesk.class);
  private static final Duration HANDLER_STOPS = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final IntentStart start;
  private final IntentBook book;
  private final Burden burden;
  private final ClaimDesk claims;
  private final Supplier<Boolean> over;
  private @Nullable String checkpoint;
  private long checkpointSeq;
  private boolean unsaved;

  /** Deliveries in a row that ended early though nothing holds the intent. */
  private int restless;

  /** A handler said that it was told to stop, and this workflow has not heard why. */
  private boolean mustRead;

  /** What was at work when the intent ended. */
  private Flow.@Nullable Call<DeliveryResult> running;

  /** Handlers that were told to stop and have not answered. */
  private int unanswered;

  DeliveryDesk(
      IntentStart start, IntentBook book, Burden burden, ClaimDesk claims, Supplier<Boolean> over) {
    this.over = over;
    this.start = start;
    this.book = book;
    this.burden = burden;
    this.claims = claims;
    checkpoint = start.checkpoint();
    checkpointSeq = start.checkpointSeq();
    unsaved = start.carried() != null && checkpoint != null;
  }

  /** One delivery from its beginning to its end, once nothing holds the intent. */
  void serve() {
    Workflow.await(() -> over() || !book.waits() || mayRoll());
    if (over() || mayRoll() || !read() || over() || book.waits()) {
      return;
    }
    String claimant = claims.claimant();
    book.deliver(claimant, Flow.now());
    if (claimant == null) {
      hand();
    } else {
      claims.serve(message());
    }
  }

  /** Whether this run may make way for the next: no handler's answer would be lost by it. */
  boolean mayRoll() {
    return burden.isFull() && (unanswered == 0 || burden.isTooMuch());
  }

  private boolean over() {
    return over.get();
  }

  /**
   * Reads where intent and agent stand. Without ever having done so nothing is delivered; later it
   * is tried once, for the newest checkpoint, and done without while the ledger is away.
   *
   * @return whether a delivery may follow
   */
  private boolean read() {
    try {
      return take(Flow.callUnless(over, () -> Stubs.ledgerAtOnce().readIntent(start.intentId())));
    } catch (ActivityFailure e) {
      if (book.standing().known() && !mustRead) {
        return true;
      }
    }
    book.ledgerAway(Flow.now());
    boolean taken =
        take(Flow.callUnless(over, () -> Stubs.ledgerInTime().readIntent(start.intentId())));
    book.ledgerBack(Flow.now());
    return taken;
  }

  private boolean take(@Nullable IntentSnapshot snapshot) {
    if (snapshot == null) {
      return false;
    }
    mustRead = false;
    keepSaved(snapshot.checkpoint(), snapshot.checkpointSeq());
    book.take(snapshot.news(), Flow.now());
    return true;
  }

  private void hand() {
    int number = book.delivery();
    Delivery message = message();
    Duration heartbeatTimeout = Duration.ofMillis(start.heartbeatTimeoutMillis());
    Flow.Call<DeliveryResult> call =
        Flow.begin(() -> Stubs.delivery(start.agent(), heartbeatTimeout).deliver(message));
    Promise<DeliveryResult> result = call.answer();
    Workflow.await(() -> result.isCompleted() || mustStop());
    boolean asked = !result.isCompleted();
    if (over()) {
      running = call;
      return;
    }
    if (asked) {
      call.stop();
      Workflow.await(HANDLER_STOPS, () -> result.isCompleted() || over());
    }
    if (over()) {
      return;
    }
    if (result.isCompleted()) {
      conclude(result, asked);
    } else {
      takeLate(result, number);
      claims.refuse("the worker that has it does not let go");
      book.letGo(Flow.now());
    }
  }

  /** Stops what still runs at the end, where the workflow does not close at once. */
  void stop() {
    if (running != null) {
      running.stop();
    }
  }

  /** A park, an end, a claim by a reader, or a history that grows too long. */
  private boolean mustStop() {
    boolean nobodyAtWork = book.beneath() == IntentStatus.DELIVERED;
    return over()
        || book.waits()
        || burden.isTooMuch()
        || (nobodyAtWork && claims.claimant() != null);
  }

  private void conclude(Promise<DeliveryResult> promise, boolean asked) {
    DeliveryResult result;
    try {
      result = promise.get();
    } catch (ActivityFailure e) {
      fail(e);
      return;
    }
    if (ends(result)) {
      return;
    }
    keep(result.checkpoint(), result.checkpointSeq());
    mustRead = !asked && !book.waits();
    if (mustRead && read() && !book.waits()) {
      restless++;
      book.letGo(Flow.now());
      pause(restless);
      return;
    }
    restless = 0;
    book.letGo(Flow.now());
  }

  private boolean ends(DeliveryResult result) {
    if (result.outcome().equals(DeliveryResult.COMPLETED)) {
      book.end(IntentStatus.COMPLETED, start.agent(), null, result.result(), Flow.now());
      return true;
    }
    if (result.outcome().equals(DeliveryResult.FAILED)) {
      book.end(IntentStatus.FAILED, start.agent(), result.error(), null, Flow.now());
      return true;
    }
    return false;
  }

  private void fail(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof CanceledFailure) {
      if (Workflow.getVersion("unbegun-is-no-delivery", Workflow.DEFAULT_VERSION, 1) > 0) {
        book.takeBack(Flow.now());
      } else {
        book.letGo(Flow.now());
      }
      return;
    }
    keepLastWords(failure);
    String why =
        cause instanceof TimeoutFailure
            ? "its worker was not heard of for " + start.heartbeatTimeoutMillis() + " ms"
            : "its worker failed: " + (cause == null ? failure : cause).getMessage();
    book.lost(why, Flow.now());
    pause(book.lost());
  }

  /** What arrives after nobody waited any more: work that is done is done. */
  private void takeLate(Promise<DeliveryResult> promise, int number) {
    unanswered++;
    promise.handle(
        (result, failure) -> {
          unanswered--;
          if (failure != null) {
            keepLastWords(failure);
          } else {
            keep(result.checkpoint(), result.checkpointSeq());
            boolean givesUp = result.outcome().equals(DeliveryResult.FAILED);
            if (!givesUp || book.delivery() == number) {
              ends(result);
            }
          }
          return result;
        });
  }

  /** Not at once again where something is wrong: 1 s, 2 s, 4 s … */
  private void pause(int times) {
    Duration wanted = Duration.ofSeconds(1L << Math.min(times - 1, 5));
    Duration bounded = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    Workflow.await(bounded, () -> over() || claims.claimant() != null);
  }

  /** How far a handler was that broke, or one whose worker fell silent. */
  private void keepLastWords(RuntimeException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof ApplicationFailure broken) {
      keep(broken.getDetails());
    } else if (cause instanceof TimeoutFailure timeout) {
      keep(timeout.getLastHeartbeatDetails());
    }
  }

  /** What a worker still had to say; one of another make may say something else. */
  private void keep(Values details) {
    if (details.getSize() > 0) {
      try {
        Beat beat = details.get(0, Beat.class);
        keep(beat.checkpoint(), beat.checkpointSeq());
      } catch (DataConverterException e) {
        LOG.warn("a worker's last words are not a checkpoint", e);
      }
    }
  }

  /** One that the ledger may not have. */
  private void keep(@Nullable String json, long seq) {
    if (json != null && (checkpoint == null || seq > checkpointSeq)) {
      checkpoint = json;
      checkpointSeq = seq;
      unsaved = true;
    }
  }

  /** The ledger's own is the right one unless one that it lacks is newer. */
  private void keepSaved(@Nullable String json, long seq) {
    if (!unsaved || seq >= checkpointSeq) {
      checkpoint = json;
      checkpointSeq = seq;
      unsaved = false;
    }
  }

  private Delivery message() {
    Standing standing = book.standing();
    return new Delivery(
        start.intentId(),
        start.agent(),
        book.delivery(),
        start.intentType(),
        start.correlationId(),
        start.payload(),
        start.task(),
        start.tags(),
        checkpoint,
        checkpointSeq,
        book.deadlineAt(),
        standing.intent().limitNanos(),
        standing.remainingNanos(),
        start.heartbeatTimeoutMillis(),
        standing.agent().offlineNanos());
  }

  @Nullable String checkpoint() {
    return checkpoint;
  }

  long checkpointSeq() {
    return checkpointSeq;
  }
}
