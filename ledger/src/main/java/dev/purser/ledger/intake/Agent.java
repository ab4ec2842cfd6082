package dev.purser.ledger.intake;

import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent under the locks, with the policies in force for it.
 *
 * @param scopes accounts of the scopes above it that there are, the widest first
 * @param totals those of them that keep a sum
 * @param own whose calendar it lives by, and what usage without a price costs
 * @param policies every policy that can act on it, whichever account it looks at
 */
record Agent(
    AgentRef ref,
    Account account,
    List<Account> scopes,
    List<Account> totals,
    Policy own,
    List<Policy> policies) {

  /**
   * Finds out which policies are in force.
   *
   * @param known the current policies by owner
   * @param none what holds where nobody said anything: one alert a day
   */
  static Agent governed(
      AgentRef ref, Account account, List<Account> scopes, Map<String, Policy> known, Policy none) {
    Policy own = known.get(ref.address().value());
    List<Policy> policies = new ArrayList<>();
    List<Account> totals = new ArrayList<>();
    for (Account scope : scopes) {
      Policy policy = known.get(scope.key().name());
      if (policy == null) {
        continue;
      }
      if (policy.applies() == Applies.TOTAL) {
        totals.add(scope);
        policies.add(policy);
      }
    }
    if (own == null) {
      own = nearest(scopes, known);
    }
    if (own != null) {
      policies.add(0, own);
    }
    if (policies.stream().allMatch(policy -> policy.rules().isEmpty())) {
      policies.add(0, none);
    }
    return new Agent(
        ref, account, scopes, List.copyOf(totals), own == null ? none : own, List.copyOf(policies));
  }

  /** Whose calendar windows and burn rate the rules of a policy look at. */
  Account holder(Policy policy) {
    for (Account total : totals) {
      if (total.key().name().equals(policy.owner())) {
        return total;
      }
    }
    return account;
  }

  private static @Nullable Policy nearest(List<Account> scopes, Map<String, Policy> known) {
    for (int i = scopes.size() - 1; i >= 0; i--) {
      Policy policy = known.get(scopes.get(i).key().name());
      if (policy != null && policy.applies() == Applies.EACH) {
        return policy;
      }
    }
    return null;
  }

  /** The version of the agent's half of the news: its own and those of the scopes above it. */
  long version() {
    return account.version() + scopes.stream().mapToLong(Account::version).sum();
  }
}
