package dev.purser.domain.preview;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.policy.Balances;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All accounts that a policy looks at, as they would have stood at one moment of the past. */
final class PastBook implements Balances {
  private static final BurnLimit QUARTER = new BurnLimit(Usd.of("1"), 15);

  private final Policy policy;
  private final Set<Period> periods = EnumSet.noneOf(Period.class);
  private final boolean burns;
  private final Map<AccountKey, PastAccount> accounts = new HashMap<>();
  private final Map<Period, TimeWindow> windows = new EnumMap<>(Period.class);
  private @Nullable TimeWindow taskDay;
  private Instant now = Instant.MIN;

  PastBook(Policy policy) {
    this.policy = policy;
    this.burns = policy.rules().stream().anyMatch(rule -> rule.burn() != null);
    for (Rule rule : policy.rules()) {
      periods.add(rule.period());
    }
  }

  /** Whether any rule looks at this period. */
  boolean looksAt(Period period) {
    return periods.contains(period);
  }

  void forget() {
    accounts.clear();
  }

  /** Goes to another moment. All accounts are in the same windows: it is one calendar. */
  void enter(Instant at) {
    now = at;
    for (Period period : periods) {
      TimeWindow last = windows.get(period);
      if (last != null && last.contains(at)) {
        continue;
      }
      TimeWindow window = PolicyEngine.window(AccountKind.AGENT, period, policy.zone(), at);
      if (window != null) {
        windows.put(period, window);
      }
    }
    if ((looksAt(Period.TASK) || looksAt(Period.INTENT))
        && (taskDay == null || !taskDay.contains(at))) {
      taskDay = PolicyEngine.window(AccountKind.TASK, Period.TASK, policy.zone(), at);
      // Yesterday's tasks are done with; a year's would not fit into memory.
      accounts.keySet().removeIf(key -> key.kind() == AccountKind.TASK);
    }
  }

  private @Nullable TimeWindow window(AccountKey account, Period period) {
    return account.kind() == AccountKind.TASK ? taskDay : windows.get(period);
  }

  Instant now() {
    return now;
  }

  PastAccount account(AccountKey key) {
    return accounts.computeIfAbsent(key, unused -> new PastAccount());
  }

  void post(Path path, Usd amount) {
    for (Period period : periods) {
      AccountKey key = path.accountFor(policy, period);
      if (key != null) {
        account(key).post(period, window(key, period), amount);
      }
    }
    AccountKey key = burns ? path.accountFor(policy, Period.HOUR) : null;
    if (key != null) {
      account(key).burn(now, amount);
    }
  }

  void countIntent(Path path) {
    for (Period period : periods) {
      AccountKey key = path.accountFor(policy, period);
      if (key != null) {
        account(key).countIntent(period, window(key, period));
      }
    }
  }

  /** What stops whatever is on this path, that of the narrowest account; null: nothing does. */
  PastAccount.@Nullable Stop stopOf(Path path) {
    return stopOf(path, false);
  }

  /** What kills whatever is on this path, though a pause may be older; null: nothing does. */
  PastAccount.@Nullable Stop killOf(Path path) {
    return stopOf(path, true);
  }

  private PastAccount.@Nullable Stop stopOf(Path path, boolean killing) {
    for (AccountKey key : path.accounts()) {
      PastAccount account = accounts.get(key);
      PastAccount.Stop stop = account == null ? null : account.stopAt(now, killing);
      if (stop != null) {
        return stop;
      }
    }
    return null;
  }

  @Override
  public Balance of(AccountKey key, Period period, ZoneId zone, @Nullable TimeWindow window) {
    return account(key).balance(period, window);
  }

  /** Of a quarter of an hour its sum is known, whatever minutes a rule would take the rate over. */
  @Override
  public Usd burnRate(AccountKey key, BurnLimit burn, Instant at) {
    return QUARTER.rate(account(key).inQuarter(at));
  }
}
