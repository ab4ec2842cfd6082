package dev.purser.ledger.agents;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule that holds for an agent, and the policy it comes from.
 *
 * @param left what it leaves now; null where it counts no money, or for each intent anew
 */
public record RuleInForce(Policy policy, Rule rule, @Nullable Usd left) {
  private static final Usd NO_MONEY = Usd.ofNanos(Long.MAX_VALUE);

  /** What is enforced first, then what stops, then the least money; counts and rates after that. */
  private static final Comparator<RuleInForce> TIGHTEST =
      Comparator.comparing((RuleInForce one) -> !one.policy.enforces(one.rule))
          .thenComparing(one -> one.rule.action() == Action.ALERT)
          .thenComparing(RuleInForce::money);

  /** All that hold for an agent, its own, its scopes' and totals', the tightest first. */
  public static List<RuleInForce> of(AgentDetail detail) {
    return all(detail.policies(), (policy, rule) -> left(detail.budgets(), policy, rule))
        .sorted(TIGHTEST)
        .toList();
  }

  private static @Nullable Usd left(List<Budget> budgets, Policy policy, Rule rule) {
    return budgets.stream()
        .filter(budget -> policy.equals(budget.policy()) && rule.equals(budget.rule()))
        .map(Budget::remaining)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The tightest of all rules, in words; null where there is none. */
  public static @Nullable String tightest(List<Policy> policies) {
    return all(policies, (policy, rule) -> null).min(TIGHTEST).map(RuleInForce::words).orElse(null);
  }

  private static Stream<RuleInForce> all(
      List<Policy> policies, BiFunction<Policy, Rule, @Nullable Usd> left) {
    return policies.stream()
        .flatMap(
            policy ->
                policy.rules().stream()
                    .map(rule -> new RuleInForce(policy, rule, left.apply(policy, rule))));
  }

  private Usd money() {
    return Objects.requireNonNullElse(left, Objects.requireNonNullElse(rule.limit(), NO_MONEY));
  }

  /** Its kind, its scope, and whether it only observes. */
  public String words() {
    return words(policy, rule);
  }

  /** The same of a rule. */
  public static String words(Policy policy, Rule rule) {
    String scope =
        policy.applies() == Applies.TOTAL
            ? " in all of " + policy.owner()
            : policy.owner().endsWith("*") ? " for each of " + policy.owner() : "";
    return rule.key() + scope + (policy.enforces(rule) ? "" : " (only observed)");
  }
}
