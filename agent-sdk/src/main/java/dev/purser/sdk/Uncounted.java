package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import java.util.HashMap;
import java.util.Map;

/**
 * What the intents of this worker spent that Purser has not counted yet. It outlives a delivery: an
 * intent that comes again while Purser is away has no allowance left but what it had.
 */
final class Uncounted {
  private final Map<String, Usd> byIntent = new HashMap<>();

  synchronized Usd of(String intent) {
    return byIntent.getOrDefault(intent, Usd.ZERO);
  }

  /** What it comes to with so much more. */
  synchronized Usd add(String intent, Usd amount) {
    return byIntent.merge(intent, amount, Usd::plus);
  }

  /** It was counted, or never will be. */
  synchronized void settle(String intent, Usd amount) {
    Usd left = of(intent).minus(amount);
    if (left.isPositive()) {
      byIntent.put(intent, left);
    } else {
      byIntent.remove(intent);
    }
    notifyAll();
  }

  /** Waits until less than this is uncounted; nothing where nothing is. */
  synchronized void awaitBelow(String intent, Usd allowance) throws InterruptedException {
    while (of(intent).isPositive() && of(intent).atLeast(allowance)) {
      wait();
    }
  }
}
