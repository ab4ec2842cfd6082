package dev.purser.ledger.intake;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits that stand over an agent or an intent, which grants can raise. */
final class Limits {
  private Limits() {}

  /** The agent's account, or those that an intent's resume and grants are about. */
  static List<Account> accounts(Place place) {
    return place.intent() == null ? List.of(place.agent().account()) : place.narrow();
  }

  /** Every rule of money that looks at one of these accounts, with its window as it stands. */
  static List<FullWindow> of(Book book, Place place, List<Account> accounts) {
    List<FullWindow> all = new ArrayList<>();
    for (Policy policy : place.policies()) {
      for (Rule rule : policy.rules()) {
        Account account = holder(place, policy, rule.period());
        if (rule.limit() == null || account == null || !accounts.contains(account)) {
          continue;
        }
        TimeWindow window =
            PolicyEngine.window(account.key().kind(), rule.period(), policy.zone(), book.now());
        Balance balance = book.balances().of(account.key(), rule.period(), policy.zone(), window);
        Usd limit = rule.limit().plus(balance.granted());
        all.add(new FullWindow(policy, rule, account, window, balance.posted(), limit));
      }
    }
    return all;
  }

  /** How far the limit that is passed most is passed, of all whose rules stop or block. */
  static Usd past(Book book, Place place) {
    Usd most = Usd.ZERO;
    Path path = place.path();
    for (Policy policy : place.policies()) {
      for (Rule rule : policy.rules()) {
        AccountKey key = path.accountFor(policy, rule.period());
        boolean stops = rule.action() != Action.ALERT && policy.enforces(rule);
        if (rule.limit() != null && stops && key != null) {
          TimeWindow window =
              PolicyEngine.window(key.kind(), rule.period(), policy.zone(), book.now());
          Balance balance = book.balances().of(key, rule.period(), policy.zone(), window);
          most = most.max(balance.posted().minus(rule.limit().plus(balance.granted())));
        }
      }
    }
    return most;
  }

  private static @Nullable Account holder(Place place, Policy policy, Period period) {
    return switch (period) {
      case INTENT -> place.ofIntentRules();
      case TASK -> place.task();
      case TREE -> place.tree();
      case HOUR, DAY, WEEK, MONTH ->
          place.agent().totals().stream()
                  .anyMatch(total -> total.key().name().equals(policy.owner()))
              ? null
              : place.agent().account();
    };
  }
}
