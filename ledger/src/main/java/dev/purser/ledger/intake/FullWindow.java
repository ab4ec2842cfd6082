package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.TimeWindow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule's limit and how much of it is spent.
 *
 * @param window null where the period is the account's whole life
 * @param limit with the window's grants
 */
record FullWindow(
    Policy policy, Rule rule, Account account, @Nullable TimeWindow window, Usd spent, Usd limit) {

  /** Whether it is spent, or its rule holds the account: then extra budget is what it needs. */
  boolean isReached() {
    return spent.atLeast(limit) || holds();
  }

  /** Whether the rule holds its account once it is full. */
  boolean stops() {
    return rule.action() == Action.PAUSE || rule.action() == Action.KILL;
  }

  /** Whether the rule holds its account now: a call that would have passed the limit is enough. */
  private boolean holds() {
    return account.holds().stream().anyMatch(hold -> rule.key().equals(hold.rule()));
  }

  boolean wouldBeFullWith(Usd grant) {
    return spent.atLeast(limit.plus(grant));
  }

  /** What is spent beyond the limit; negative while it is not reached. */
  Usd over() {
    return spent.minus(limit);
  }

  Map<String, Object> details() {
    return details(account.key(), rule, window, spent, limit);
  }

  static Map<String, Object> details(Reached reached) {
    return details(
        reached.account(), reached.rule(), reached.window(), reached.spent(), reached.limit());
  }

  private static Map<String, Object> details(
      AccountKey account, Rule rule, @Nullable TimeWindow window, Usd spent, @Nullable Usd limit) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("period", rule.period().wire());
    details.put("account", account.toString());
    details.put("spent_usd", spent.toBigDecimal());
    if (limit != null) {
      details.put("limit_usd", limit.toBigDecimal());
    }
    if (window != null) {
      details.put("resets_at", window.end());
    }
    details.put("rule", rule.key());
    return details;
  }
}
