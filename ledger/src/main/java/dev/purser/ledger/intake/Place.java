package dev.purser.ledger.intake;

import dev.purser.domain.intent.Demand;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Path;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something is counted: every account on its path, locked.
 *
 * @param tracked whether it is work that nobody delivers and reports alone tell of, be an intent
 *     open for it or not
 * @param root the agent of the tree's root: the agent itself where there is no other
 * @param intent null: the agent's own
 * @param own the intent's account
 * @param task the account of the named work, if any was named
 * @param tree the account of the intent's tree
 */
record Place(
    Agent agent,
    Agent root,
    boolean tracked,
    @Nullable IntentState intent,
    @Nullable Account own,
    @Nullable Account task,
    @Nullable Account tree) {

  static Place of(Agent agent) {
    return new Place(agent, agent, false, null, null, null, null);
  }

  /** Every account that is posted to, the narrowest first. */
  List<Account> accounts() {
    List<Account> all = narrow();
    all.add(agent.account());
    all.addAll(agent.totals());
    return all;
  }

  /** Those below the agent. */
  List<Account> narrow() {
    List<Account> all = new ArrayList<>();
    for (Account account : new @Nullable Account[] {own, task, tree}) {
      if (account != null) {
        all.add(account);
      }
    }
    return all;
  }

  Path path() {
    Path path =
        new Path(
            key(own),
            key(task),
            key(tree),
            agent.account().key(),
            agent.totals().stream().map(Account::key).toList());
    return tracked ? path.tracked() : path;
  }

  /** The account that rules of an intent look at; null: there is none. */
  @Nullable Account ofIntentRules() {
    return tracked ? task : own;
  }

  private static @Nullable AccountKey key(@Nullable Account account) {
    return account == null ? null : account.key();
  }

  /**
   * The agent's policies, those of the root's agent about trees, and the intent's own limit as one
   * more.
   */
  List<Policy> policies() {
    List<Policy> governing =
        root.ref().equals(agent.ref())
            ? agent.policies()
            : Policy.withinTree(agent.policies(), root.policies());
    if (own == null || own.limit() == null) {
      return governing;
    }
    List<Policy> all = new ArrayList<>(governing);
    Rule limit = Rule.of(Period.INTENT, own.limit(), Action.PAUSE);
    all.add(Policy.of(own.key().name(), 0, agent.own().zone(), List.of(limit)));
    return all;
  }

  /** All that holds it. */
  List<Demand> demands() {
    List<Account> stopping = narrow();
    stopping.add(agent.account());
    stopping.addAll(agent.scopes());
    List<Demand> all = new ArrayList<>();
    stopping.forEach(account -> all.addAll(account.demands()));
    return all;
  }

  /** Whether an agent's worker has the intent in hand. */
  boolean isInHand() {
    return intent != null && intent.status().isInHand();
  }

  /** The version of the intent's half of the news. */
  long version() {
    return narrow().stream().mapToLong(Account::version).sum();
  }
}
