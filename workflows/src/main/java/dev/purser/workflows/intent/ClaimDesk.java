package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.Burden;
import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.delivery.Delivery;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readers without a Temporal worker: the first to claim the intent has it for as long as it gives
 * signs of life. What waits for a worker is withdrawn for it; what a worker has begun is not.
 */
final class ClaimDesk {
  /** A worker that is asked to let go has 10 s; more than that nobody is kept waiting. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final IntentStart start;
  private final IntentBook book;
  private final Burden burden;
  private final Supplier<Boolean> over;
  private @Nullable Wish wish;
  private boolean serving;
  private Instant lastSign = Instant.EPOCH;

  /** One claim on its way. */
  private static final class Wish {
    final Claim claim;
    @Nullable Delivery granted;
    @Nullable String refused;

    Wish(Claim claim) {
      this.claim = claim;
    }
  }

  ClaimDesk(IntentStart start, IntentBook book, Burden burden, Supplier<Boolean> over) {
    this.start = start;
    this.book = book;
    this.burden = burden;
    this.over = over;
  }

  /**
   * Waits for the claim to be granted or refused.
   *
   * @return what to work on, or why not
   */
  Claimed claim(Claim claim) {
    String why = obstacle();
    if (why != null) {
      return refusal(why);
    }
    Wish mine = new Wish(claim);
    wish = mine;
    Workflow.await(
        PATIENCE, () -> mine.granted != null || mine.refused != null || over.get() || book.waits());
    if (mine.granted != null) {
      return new Claimed(true, mine.granted, null, false);
    }
    if (wish == mine) {
      wish = null;
    }
    String refused = mine.refused == null ? obstacle() : mine.refused;
    return refusal(refused == null ? "it could not be had in time" : refused);
  }

  private static Claimed refusal(String why) {
    return new Claimed(false, null, why, true);
  }

  private @Nullable String obstacle() {
    if (over.get()) {
      return "the intent has ended";
    }
    if (start.tracked()) {
      return "a tracked task is delivered by nobody";
    }
    if (book.waits()) {
      return "the intent waits: " + book.reason();
    }
    boolean begun = book.beneath().isInHand() && book.beneath() != IntentStatus.DELIVERED;
    if (wish != null || serving || begun) {
      return "someone else has it";
    }
    return null;
  }

  /** Who wants the intent; null: nobody does. */
  @Nullable String claimant() {
    return wish == null ? null : wish.claim.claimant();
  }

  void refuse(String why) {
    if (wish != null) {
      wish.refused = why;
      wish = null;
    }
  }

  /** The claimant was heard of. */
  void signOfLife(Instant now) {
    lastSign = now;
  }

  /** Gives the delivery to whoever wants it, and stays until it ends or the claimant is lost. */
  void serve(Delivery delivery) {
    Wish served = wish;
    if (served == null) {
      // It was given up while the delivery was being prepared.
      book.letGo(Flow.now());
      return;
    }
    served.granted = delivery;
    wish = null;
    serving = true;
    keep(served.claim);
    serving = false;
  }

  private void keep(Claim claim) {
    Duration lease = Duration.ofMillis(claim.leaseMillis());
    Instant until = Flow.now().plus(lease);
    boolean parked = false;
    while (!over.get() && !burden.isTooMuch()) {
      if (book.waits()) {
        // It may wait with its reader for days: the lease begins anew when it goes on.
        parked = true;
        Workflow.await(() -> over.get() || burden.isTooMuch() || !book.waits());
        until = Flow.now().plus(lease);
        continue;
      }
      if (Flow.awaitUntil(until, () -> over.get() || burden.isTooMuch() || book.waits())) {
        continue;
      }
      Instant alive = alive(lease);
      if (alive != null && alive.isAfter(Flow.now())) {
        until = alive;
        parked = false;
      } else if (!over.get() && !book.waits()) {
        drop(claim, parked);
        return;
      }
    }
    if (!over.get()) {
      book.letGo(Flow.now());
    }
  }

  private @Nullable Instant alive(Duration lease) {
    Instant bySignal = lastSign.plus(lease);
    if (bySignal.isAfter(Flow.now())) {
      return bySignal;
    }
    return Flow.callUnless(
        () -> over.get() || book.waits(),
        () -> Stubs.ledgerInTime().claimUntil(start.intentId(), book.delivery(), lease.toMillis()));
  }

  /** A reader that left at a park has done nothing wrong; one that is lost in its work has. */
  private void drop(Claim claim, boolean parked) {
    if (parked) {
      book.letGo(Flow.now());
    } else {
      book.lost("the claim of " + claim.claimant() + " ran out", Flow.now());
    }
  }
}
