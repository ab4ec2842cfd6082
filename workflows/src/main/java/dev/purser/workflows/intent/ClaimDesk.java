package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.Burden;
import dev.purser.workflows.Flow;
import dev.purser.workflows.Stubs;
import dev.purser.workflows.delivery.Delivery;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readers without a Temporal worker: the first to claim the intent has it for as long as it gives
 * signs of life. What waits for a worker is withdrawn for it; what a worker has begun is not.
 */
final class ClaimDesk {
  /** A worker that is asked to let go has 10 s; more than that nobody is kept waiting. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int MOST_GIVEN_BACK = 100;

  private final IntentStart start;
  private final IntentBook book;
  private final Burden burden;
  private final Supplier<Boolean> over;
  private @Nullable Wish wish;
  private @Nullable Claim served;

  /** Claims that nobody waits for any more, those on their way here as well. */
  private final Set<String> givenBack = new LinkedHashSet<>();

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
    String why = givenBack.remove(claim.id()) ? "it was given back" : obstacle();
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
    if (wish != null || served != null || begun) {
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

  /** What was claimed has nobody to take it; no delivery attempt is used up. */
  void giveBack(String claim) {
    if (claim.isEmpty()) {
      return;
    }
    if (wish != null && wish.claim.id().equals(claim)) {
      refuse("it was given back");
      return;
    }
    givenBack.add(claim);
    if (givenBack.size() > MOST_GIVEN_BACK) {
      givenBack.remove(givenBack.iterator().next());
    }
  }

  /** The claimant was heard of. */
  void signOfLife(Instant now) {
    lastSign = now;
  }

  /** Gives the delivery to whoever wants it, and stays until it ends or the claimant is lost. */
  void serve(Delivery delivery) {
    Wish granted = wish;
    if (granted == null) {
      // It was given up while the delivery was being prepared.
      book.letGo(Flow.now());
      return;
    }
    granted.granted = delivery;
    wish = null;
    served = granted.claim;
    keep(granted.claim);
    served = null;
  }

  private void keep(Claim claim) {
    Duration lease = Duration.ofMillis(claim.leaseMillis());
    Instant until = Flow.now().plus(lease);
    boolean parked = false;
    while (!ends(claim)) {
      if (book.waits()) {
        // It may wait with its reader for days: the lease begins anew when it goes on.
        parked = true;
        Workflow.await(() -> ends(claim) || !book.waits());
        until = Flow.now().plus(lease);
        continue;
      }
      if (Flow.awaitUntil(until, () -> ends(claim) || book.waits())) {
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
    givenBack.remove(claim.id());
    if (!over.get()) {
      book.letGo(Flow.now());
    }
  }

  private boolean ends(Claim claim) {
    return over.get() || burden.isTooMuch() || givenBack.contains(claim.id());
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
