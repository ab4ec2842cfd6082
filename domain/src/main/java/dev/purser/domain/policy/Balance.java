package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import java.util.Set;

/**
 * What one account has spent in one window.
 *
 * @param posted counted for good
 * @param pending reserved by open authorizations
 * @param granted extra budget given for this window
 * @param grants how many grants that was
 * @param intents intents created in this window
 * @param raised thresholds already raised in this window, as {@link Crossing#raisedKey} names them
 */
public record Balance(
    Usd posted, Usd pending, Usd granted, long grants, long intents, Set<String> raised) {
  /** Nothing spent, nothing raised. */
  public static final Balance EMPTY = new Balance(Usd.ZERO, Usd.ZERO, Usd.ZERO, 0, 0, Set.of());

  /** Copies the set. */
  public Balance {
    raised = Set.copyOf(raised);
  }
}
