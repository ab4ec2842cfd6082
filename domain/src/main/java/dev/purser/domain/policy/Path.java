package dev.purser.domain.policy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.window.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every account that one entry is posted to, from the narrowest to the widest.
 *
 * @param intent the account that rules of an intent look at: the intent's own, or the task's where
 *     reports opened the intent; null if the entry belongs to none
 * @param task the agent's account for the named work, if any was named
 * @param tree the account of the whole tree the intent belongs to
 * @param agent the agent's account
 * @param scopes the accounts of the scopes above the agent that keep a sum
 */
public record Path(
    @Nullable AccountKey intent,
    @Nullable AccountKey task,
    @Nullable AccountKey tree,
    AccountKey agent,
    List<AccountKey> scopes) {

  /** Copies the list. */
  public Path {
    scopes = List.copyOf(scopes);
  }

  /** The path of an entry of this agent; {@code scopes} are those that keep a sum. */
  public static Path of(
      AgentAddress agent,
      @Nullable UUID intent,
      @Nullable UUID root,
      @Nullable String task,
      List<Scope> scopes) {
    return new Path(
        intent == null ? null : AccountKey.intent(intent),
        task == null ? null : AccountKey.task(agent, task),
        root == null ? null : AccountKey.tree(root),
        AccountKey.agent(agent),
        scopes.stream().map(AccountKey::scope).toList());
  }

  /**
   * The same of work that is only reported: what rules say of an intent then holds for all that is
   * spent on its task in a day, however many intents the reports open one after the other.
   */
  public Path tracked() {
    return new Path(task, task, tree, agent, scopes);
  }

  /** All of them. */
  public List<AccountKey> accounts() {
    List<AccountKey> all = new ArrayList<>();
    for (AccountKey key : new @Nullable AccountKey[] {intent, task, tree, agent}) {
      if (key != null && !all.contains(key)) {
        all.add(key);
      }
    }
    all.addAll(scopes);
    return all;
  }

  /** The account that a rule of this policy and period looks at; null if this path has none. */
  public @Nullable AccountKey accountFor(Policy policy, Period period) {
    return switch (period) {
      case INTENT -> intent;
      case TASK -> task;
      case TREE -> tree;
      case HOUR, DAY, WEEK, MONTH ->
          policy.applies() == Applies.TOTAL
              ? new AccountKey(AccountKind.SCOPE, policy.owner())
              : agent;
    };
  }
}
