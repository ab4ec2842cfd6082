package dev.purser.domain.policy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Decision.Refusal;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about money: the one place that does.
 *
 * <p>A pure function of the policies in force, what the accounts on the path have spent, what is
 * asked beyond that, and the time.
 */
public final class PolicyEngine {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private final Balances balances;
  private final Asked asked;
  private final Instant now;

  private Directive directive = Directive.CONTINUE;
  private @Nullable Reached by;
  private @Nullable Refusal refusal;
  private final List<Crossing> crossings = new ArrayList<>();
  private @Nullable Usd remaining;

  private PolicyEngine(Balances balances, Asked asked, Instant now) {
    this.balances = balances;
    this.asked = asked;
    this.now = now;
  }

  /**
   * What must happen now.
   *
   * @param policies every policy in force on this path: the agent's or its scope's, those of the
   *     scopes' sums, the intent's own
   * @param path the accounts that what is counted or asked belongs to
   * @param balances what was spent, with whatever is being counted already in it
   * @param asked what is wanted beyond that
   * @param now the ledger's time, which chooses the windows
   */
  public static Decision decide(
      List<Policy> policies, Path path, Balances balances, Asked asked, Instant now) {
    PolicyEngine engine = new PolicyEngine(balances, asked, now);
    for (Policy policy : policies) {
      for (Rule rule : policy.rules()) {
        AccountKey account = path.accountFor(policy, rule.period());
        if (account != null) {
          engine.look(policy, rule, account);
        }
      }
    }
    return engine.decision();
  }

  /**
   * The window of an account that a rule of this period looks at; null where that is the account's
   * whole life. All that is said of a task holds for a day.
   */
  public static @Nullable TimeWindow window(
      AccountKind account, Period period, ZoneId zone, Instant at) {
    if (account == AccountKind.TASK) {
      return Windows.at(Period.TASK, zone, at);
    }
    return period == Period.INTENT || period == Period.TREE ? null : Windows.at(period, zone, at);
  }

  private void look(Policy policy, Rule rule, AccountKey account) {
    TimeWindow window = window(account.kind(), rule.period(), policy.zone(), now);
    Balance balance = balances.of(account, rule.period(), policy.zone(), window);
    if (rule.burn() != null) {
      lookAtRate(policy, rule, account, window, balance, rule.burn());
    } else if (rule.maxIntents() != null) {
      lookAtCount(policy, rule, account, window, balance, rule.maxIntents());
    } else if (rule.limit() != null) {
      lookAtMoney(policy, rule, account, window, balance, rule.limit().plus(balance.granted()));
    }
  }

  private void lookAtMoney(
      Policy policy,
      Rule rule,
      AccountKey account,
      @Nullable TimeWindow window,
      Balance balance,
      Usd limit) {
    Reached reached =
        new Reached(policy, rule, account, window, balance.posted(), limit, balance.grants());
    Usd wanted = balance.posted().plus(asked.amount());
    boolean full = balance.posted().atLeast(limit);
    boolean stops = rule.action() != Action.ALERT;
    boolean over = full || (stops && !limit.atLeast(wanted));
    warn(reached, balance, balance.posted(), limit);
    if (over) {
      cross(reached, balance, Rule.LIMIT);
    }
    if (!reached.enforced() || !stops) {
      return;
    }
    remaining = least(remaining, limit.minus(balance.posted()).minus(balance.pending()));
    if (over) {
      act(reached);
    } else if (asked.kind() == Asked.Kind.AUTHORIZATION
        && !limit.atLeast(wanted.plus(balance.pending()))) {
      refuse(reached, Refusal.PENDING);
    }
  }

  /** What is asked or pending is not spent yet: only what was posted makes a rate. */
  private void lookAtRate(
      Policy policy,
      Rule rule,
      AccountKey account,
      @Nullable TimeWindow window,
      Balance balance,
      BurnLimit burn) {
    Usd rate = balances.burnRate(account, burn, now);
    if (!rate.atLeast(burn.perHour())) {
      return;
    }
    // No grant makes a rate be reached anew: those are for budgets.
    Reached reached = new Reached(policy, rule, account, window, rate, burn.perHour(), 0);
    cross(reached, balance, Rule.LIMIT);
    if (reached.enforced() && rule.action() != Action.ALERT) {
      act(reached);
    }
  }

  /** Counts act on the intent that would be one too many, never on those that are under way. */
  private void lookAtCount(
      Policy policy,
      Rule rule,
      AccountKey account,
      @Nullable TimeWindow window,
      Balance balance,
      long most) {
    Reached reached =
        new Reached(policy, rule, account, window, balance.posted(), null, balance.grants());
    if (asked.kind() != Asked.Kind.INTENT) {
      return;
    }
    long wanted = balance.intents() + 1;
    warn(reached, balance, Usd.ofNanos(wanted), Usd.ofNanos(most));
    if (wanted > most) {
      cross(reached, balance, Rule.LIMIT);
      if (reached.enforced() && rule.action() != Action.ALERT) {
        act(reached);
      }
    }
  }

  /** A threshold counts as reached at its exact share of the limit, without rounding. */
  private void warn(Reached reached, Balance balance, Usd spent, Usd limit) {
    BigInteger hundredfold = spent.exactNanos().multiply(HUNDRED);
    for (int percent : reached.rule().warnAt()) {
      BigInteger share = limit.exactNanos().multiply(BigInteger.valueOf(percent));
      if (limit.isPositive() && hundredfold.compareTo(share) >= 0) {
        cross(reached, balance, percent);
      }
    }
  }

  /** Once, though a policy may say the same in two rules. */
  private void cross(Reached reached, Balance balance, int threshold) {
    Crossing crossing = new Crossing(reached, threshold);
    String key = crossing.raisedKey();
    if (!balance.raised().contains(key)
        && crossings.stream().noneMatch(each -> each.raisedKey().equals(key))) {
      crossings.add(crossing);
    }
  }

  private void act(Reached reached) {
    Directive says =
        switch (reached.rule().action()) {
          case KILL -> Directive.KILL;
          case PAUSE -> Directive.PARK;
          case BLOCK, ALERT -> Directive.CONTINUE;
        };
    if (says.compareTo(directive) > 0) {
      directive = says;
      by = reached;
    }
    refuse(reached, Refusal.LIMIT);
  }

  private void refuse(Reached reached, Refusal why) {
    if (asked.kind() == Asked.Kind.NOTHING) {
      return;
    }
    if (refusal == null || (refusal == Refusal.PENDING && why == Refusal.LIMIT)) {
      refusal = why;
      by = directive == Directive.CONTINUE ? reached : by;
    }
  }

  private Decision decision() {
    return new Decision(directive, by, refusal, crossings, remaining);
  }

  private static Usd least(@Nullable Usd sofar, Usd left) {
    Usd bounded = left.max(Usd.ZERO);
    return sofar == null ? bounded : sofar.min(bounded);
  }
}
