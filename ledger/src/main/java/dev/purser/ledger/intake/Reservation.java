package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An authorization as the ledger keeps it. */
final class Reservation {
  /** What became of it. */
  enum State {
    PENDING,
    SETTLED,
    RELEASED,
    EXPIRED
  }

  private final UUID id;
  private final long agentId;
  private final @Nullable UUID intentId;
  private final @Nullable String task;
  private final List<Long> accounts;
  private final Usd amount;
  private final String hash;
  private final String answer;
  private final Instant reservedAt;
  private Instant expiresAt;
  private State state;
  private @Nullable String settledBy;
  private boolean changed;

  Reservation(
      UUID id,
      long agentId,
      @Nullable UUID intentId,
      @Nullable String task,
      List<Long> accounts,
      Usd amount,
      String hash,
      String answer,
      Instant reservedAt,
      Instant expiresAt,
      State state) {
    this.id = id;
    this.agentId = agentId;
    this.intentId = intentId;
    this.task = task;
    this.accounts = accounts;
    this.amount = amount;
    this.hash = hash;
    this.answer = answer;
    this.reservedAt = reservedAt;
    this.expiresAt = expiresAt;
    this.state = state;
  }

  boolean isPending() {
    return state == State.PENDING;
  }

  /** It ends; the caller gives back what it reserved. */
  void end(State as, @Nullable String reportId) {
    state = as;
    settledBy = reportId;
    changed = true;
  }

  void extend(Instant until) {
    expiresAt = until;
    changed = true;
  }

  void markChanged() {
    changed = true;
  }

  boolean isChanged() {
    return changed;
  }

  UUID id() {
    return id;
  }

  long agentId() {
    return agentId;
  }

  @Nullable UUID intentId() {
    return intentId;
  }

  @Nullable String task() {
    return task;
  }

  List<Long> accounts() {
    return accounts;
  }

  Usd amount() {
    return amount;
  }

  String hash() {
    return hash;
  }

  String answer() {
    return answer;
  }

  Instant reservedAt() {
    return reservedAt;
  }

  Instant expiresAt() {
    return expiresAt;
  }

  State state() {
    return state;
  }

  @Nullable String settledBy() {
    return settledBy;
  }
}
