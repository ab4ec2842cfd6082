package dev.purser.ledger.intake;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An intent under the locks: what its workflow last journaled, and whether it was heard of. */
final class IntentState {
  /** How exact the time of the last report is kept. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  private final IntentRef ref;
  private final boolean tracked;
  private final IntentStatus status;
  private final int delivery;
  private final List<Hold> holds;
  private final Instant createdAt;
  private final boolean fresh;
  private @Nullable Instant lastReportAt;
  private boolean heardOf;

  IntentState(
      IntentRef ref,
      boolean tracked,
      IntentStatus status,
      int delivery,
      List<Hold> holds,
      Instant createdAt,
      @Nullable Instant lastReportAt,
      boolean fresh) {
    this.ref = ref;
    this.tracked = tracked;
    this.status = status;
    this.delivery = delivery;
    this.holds = holds;
    this.createdAt = createdAt;
    this.lastReportAt = lastReportAt;
    this.fresh = fresh;
  }

  IntentRef ref() {
    return ref;
  }

  /** Whether a report opened it: nobody delivers it, and its agent has it in hand until it ends. */
  boolean tracked() {
    return tracked;
  }

  IntentStatus status() {
    return status;
  }

  int delivery() {
    return delivery;
  }

  /** Whether a later delivery has taken over from this one; 0: it was not told which one asks. */
  boolean isSuperseded(int asking) {
    return asking > 0 && asking < delivery;
  }

  /** As its workflow last journaled them. */
  List<Hold> holds() {
    return holds;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Whether this transaction creates it. */
  boolean isFresh() {
    return fresh;
  }

  void hear(Instant now) {
    if (lastReportAt == null || lastReportAt.plus(SIGN_OF_LIFE).isBefore(now)) {
      lastReportAt = now;
      heardOf = true;
    }
  }

  /** Whether the time of its last report is to be written. */
  boolean isHeardOf() {
    return heardOf;
  }
}
