package dev.purser.domain.policy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import java.util.UUID;

/**
 * The name of an account.
 *
 * @param kind what holds the budget
 * @param name the intent's id, {@code address#task}, the root intent's id, the address or the scope
 */
public record AccountKey(AccountKind kind, String name) {
  public static AccountKey intent(UUID id) {
    return new AccountKey(AccountKind.INTENT, id.toString());
  }

  public static AccountKey task(AgentAddress agent, String task) {
    return new AccountKey(AccountKind.TASK, agent + "#" + task);
  }

  public static AccountKey tree(UUID root) {
    return new AccountKey(AccountKind.TREE, root.toString());
  }

  public static AccountKey agent(AgentAddress agent) {
    return new AccountKey(AccountKind.AGENT, agent.value());
  }

  public static AccountKey scope(Scope scope) {
    return new AccountKey(AccountKind.SCOPE, scope.value());
  }

  @Override
  public String toString() {
    return kind.wire() + ":" + name;
  }
}
