package dev.purser.ledger.policies;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;

/**
 * Who has a policy: one agent, or a scope.
 *
 * @param value the agent's address, or the scope with its star
 * @param isScope which of the two
 */
public record Owner(String value, boolean isScope) {
  public static Owner of(AgentAddress agent) {
    return new Owner(agent.value(), false);
  }

  public static Owner of(Scope scope) {
    return new Owner(scope.value(), true);
  }

  /** Reads {@link #value}: no address ends in a star. */
  public static Owner of(String value) {
    return value.endsWith("*") ? of(new Scope(value)) : of(new AgentAddress(value));
  }

  /** The account whose row carries the policy's version. */
  public AccountKey account() {
    return isScope ? AccountKey.scope(new Scope(value)) : AccountKey.agent(new AgentAddress(value));
  }

  @Override
  public String toString() {
    return value;
  }
}
