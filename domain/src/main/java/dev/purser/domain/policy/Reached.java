package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.window.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * A rule looked at one account's window: where the account stands.
 *
 * @param policy whose rule it is
 * @param rule the rule
 * @param account the account it looks at
 * @param window its window; null where the period is the account's whole life
 * @param spent what is counted; of a rule of the burn rate the rate, per hour
 * @param limit the rule's limit with the window's grants, or its rate; null for a rule that counts
 *     intents
 * @param grants how many grants the window has
 */
public record Reached(
    Policy policy,
    Rule rule,
    AccountKey account,
    @Nullable TimeWindow window,
    Usd spent,
    @Nullable Usd limit,
    long grants) {

  /** Whether it acts rather than only records. */
  public boolean enforced() {
    return policy.enforces(rule);
  }
}
