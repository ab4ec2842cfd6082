package dev.purser.ledger.agents;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.SuggestedGrant;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What an account has spent in the current window of a period, and what a rule leaves of it.
 *
 * @param policy whose rule it is; null where there is no rule
 * @param rule null: no limit, the sum alone
 * @param window null: the account's whole life
 * @param granted extra budget for this window
 */
public record Budget(
    AccountKey account,
    @Nullable Policy policy,
    @Nullable Rule rule,
    Period period,
    ZoneId zone,
    @Nullable TimeWindow window,
    Usd spent,
    Usd pending,
    Usd granted,
    long intents) {

  /** The rule's limit with the window's grants; null without a rule of money. */
  public @Nullable Usd limit() {
    return rule == null || rule.limit() == null ? null : rule.limit().plus(granted);
  }

  /** What is left to spend, never below zero; null without a limit. */
  public @Nullable Usd remaining() {
    Usd limit = limit();
    return limit == null ? null : limit.minus(spent).minus(pending).max(Usd.ZERO);
  }

  /** What a resume should grant for it; null: enough is left, or it has no limit. */
  public @Nullable Usd suggestedGrant() {
    Usd limit = limit();
    return rule == null || rule.limit() == null || limit == null
        ? null
        : SuggestedGrant.of(rule.limit(), limit, spent);
  }

  /** Whether it is that of the rule with this key. */
  boolean isOf(@Nullable String key) {
    return rule != null && rule.key().equals(key);
  }

  /** Whether its rule may stop something, rather than tell or record. */
  public boolean stops() {
    return policy != null
        && rule != null
        && policy.enforces(rule)
        && rule.action() != Action.ALERT
        && rule.limit() != null;
  }

  /** Whether nothing is left and its rule stops. */
  public boolean isFull() {
    Usd limit = limit();
    return stops() && limit != null && spent.atLeast(limit);
  }
}
