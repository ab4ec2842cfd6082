package dev.purser.ledger.preview;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.PolicyEngine;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Store;
import dev.purser.ledger.policies.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What setting a policy does at once: the engine that judges once it is set looks at what is spent
 * now. Nothing is written and nothing locked. Rules of the burn rate and of counts stay out: the
 * one is measured anew, the others act on the next intent.
 */
public final class Foresight {
  private final Store store;

  public Foresight(Store store) {
    this.store = store;
  }

  /** What setting this policy of the owner does now. */
  public AtOnce of(Owner owner, Policy policy) {
    Policy judged = policy.keeping(rule -> rule.limit() != null);
    return store.readAtOnce(
        handle -> {
          Looking looking = new Looking(handle, judged);
          if (!owner.isScope()) {
            looking.at(new AgentAddress(owner.value()));
            return looking.seen().result(true);
          }
          Scope scope = new Scope(owner.value());
          Map<Long, AgentAddress> below = Previews.below(handle, scope, "");
          if (policy.applies() == Applies.TOTAL) {
            looking.at(scope);
            below.values().forEach(looking::at);
          } else {
            Previews.governed(handle, scope, below).values().forEach(looking::at);
          }
          return looking.seen().result(below.size() < Previews.AGENTS_AT_ONCE);
        });
  }

  /** Looks at one account after the other, as of one moment. */
  private static final class Looking {
    private final Handle handle;
    private final Policy policy;
    private final Instant now;
    private final Seen seen = new Seen();

    Looking(Handle handle, Policy policy) {
      this.handle = handle;
      this.policy = policy;
      this.now = Store.now(handle);
    }

    Seen seen() {
      return seen;
    }

    /** The sum of all agents below. */
    void at(Scope scope) {
      AccountKey account = AccountKey.scope(scope);
      Path path = new Path(null, null, null, account, List.of(account));
      for (Rule rule : policy.rules()) {
        if (rule.period().isCalendar()) {
          TimeWindow window = window(account, rule);
          judge(path, account, rule, NowRows.ofScope(handle, scope, rule.period(), window));
        }
      }
    }

    void at(AgentAddress agent) {
      List<NowRows.Open> open = NowRows.open(handle, agent);
      for (Rule rule : policy.rules()) {
        for (List<AccountKey> accounts : accounts(agent, open, rule.period())) {
          if (!accounts.isEmpty()) {
            NowRows.of(handle, accounts, rule.period(), window(accounts.get(0), rule))
                .forEach(
                    (account, balance) ->
                        judge(path(agent, account, rule), account, rule, balance));
          }
        }
      }
    }

    private @Nullable TimeWindow window(AccountKey account, Rule rule) {
      return PolicyEngine.window(account.kind(), rule.period(), policy.zone(), now);
    }

    /**
     * What a rule looks at, by kind of account: of a tracked task the task stands for its intent.
     */
    private List<List<AccountKey>> accounts(
        AgentAddress agent, List<NowRows.Open> open, Period period) {
      return switch (period) {
        case INTENT ->
            List.of(
                open.stream()
                    .filter(one -> !one.tracked())
                    .map(one -> AccountKey.intent(one.id()))
                    .toList(),
                NowRows.tasks(agent, open.stream().filter(NowRows.Open::tracked).toList()));
        case TREE ->
            List.of(open.stream().map(one -> AccountKey.tree(one.root())).distinct().toList());
        case TASK -> List.of(NowRows.tasks(agent, open));
        case HOUR, DAY, WEEK, MONTH ->
            policy.applies() == Applies.TOTAL
                ? List.of()
                : List.of(List.of(AccountKey.agent(agent)));
      };
    }

    private static Path path(AgentAddress agent, AccountKey account, Rule rule) {
      AccountKey own = AccountKey.agent(agent);
      return switch (rule.period()) {
        case INTENT -> new Path(account, null, null, own, List.of());
        case TASK -> new Path(null, account, null, own, List.of());
        case TREE -> new Path(null, null, account, own, List.of());
        case HOUR, DAY, WEEK, MONTH -> new Path(null, null, null, own, List.of());
      };
    }

    private void judge(Path path, AccountKey account, Rule rule, Balance balance) {
      Policy alone = policy.keeping(rule::equals);
      seen.add(
          path.agent(),
          account,
          rule,
          PolicyEngine.decide(
              List.of(alone), path, (key, period, zone, window) -> balance, Asked.NOTHING, now));
    }
  }
}
