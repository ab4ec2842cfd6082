package dev.purser.ledger.reports;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rule over an agent, and the policy it comes from. */
record RuleInForce(Policy policy, Rule rule) {
  private static final Usd NO_MONEY = Usd.ofNanos(Long.MAX_VALUE);

  /** What is enforced first, then what stops, then the least money; counts and rates after that. */
  private static final Comparator<RuleInForce> TIGHTEST =
      Comparator.comparing((RuleInForce one) -> !one.policy.enforces(one.rule))
          .thenComparing(one -> one.rule.action() == Action.ALERT)
          .thenComparing(one -> Objects.requireNonNullElse(one.rule.limit(), NO_MONEY));

  /** The tightest of all rules, in words; null where there is none. */
  static @Nullable String tightest(List<Policy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.rules().stream().map(rule -> new RuleInForce(policy, rule)))
        .min(TIGHTEST)
        .map(one -> words(one.policy, one.rule))
        .orElse(null);
  }

  /** Its kind, its scope, and whether it only observes. */
  static String words(Policy policy, Rule rule) {
    String scope =
        policy.applies() == Applies.TOTAL
            ? " in all of " + policy.owner()
            : policy.owner().endsWith("*") ? " for each of " + policy.owner() : "";
    return rule.key() + scope + (policy.enforces(rule) ? "" : " (only observed)");
  }
}
