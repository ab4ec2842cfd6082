package dev.purser.sdk;

import dev.purser.domain.money.Usd;

/** One intent's money in memory, for tests of handlers. */
final class LocalLedger {
  private Usd limit;
  private Usd cost = Usd.ZERO;
  private Usd promised = Usd.ZERO;
  private int calls;

  LocalLedger(Usd limit) {
    this.limit = limit;
  }

  synchronized void limit(Usd other) {
    limit = other;
  }

  synchronized Usd cost() {
    return cost;
  }

  synchronized int calls() {
    return calls;
  }

  synchronized Usd remaining() {
    return limit.minus(cost).max(Usd.ZERO);
  }

  /** Whether the limit is reached with it. */
  synchronized boolean spend(Usd amount) {
    calls++;
    cost = cost.plus(amount);
    return cost.atLeast(limit);
  }

  /** Sets so much aside; false: there is no room for it. */
  synchronized boolean promise(Usd amount) {
    if (cost.plus(promised).plus(amount).compareTo(limit) > 0) {
      return false;
    }
    promised = promised.plus(amount);
    return true;
  }

  synchronized void unpromise(Usd amount) {
    promised = promised.minus(amount);
  }
}
