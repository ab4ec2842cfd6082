package dev.purser.ledger.snapshots;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Directive;

/** Whether an intent's workflow has done what the ledger says. */
public final class Following {
  private Following() {}

  /** Whether it has ended, waits or goes on as it must. */
  public static boolean isFollowed(IntentStatus status, Order order) {
    if (status.isTerminal()) {
      return true;
    }
    return switch (order.directive()) {
      case KILL -> false;
      case PARK -> status == IntentStatus.WAITING;
      case CONTINUE -> status != IntentStatus.WAITING;
    };
  }

  /** Whether it is being stopped: its workflow has yet to journal that it waits or has ended. */
  public static boolean isStopping(IntentStatus status, Order order) {
    return order.directive() != Directive.CONTINUE && !isFollowed(status, order);
  }
}
