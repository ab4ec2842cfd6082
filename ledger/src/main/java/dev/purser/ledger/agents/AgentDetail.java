package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.events.MeshEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to say about an agent.
 *
 * @param version of its account and those of the scopes above it
 * @param policies in force, the one for itself first
 * @param budgets of itself and of the scopes above it
 * @param spent what is spent of those budgets, by its parts, where they were asked for
 * @param holds of the ledger on itself and on the scopes above it, the oldest first
 * @param grants in force, its own
 * @param events the newest first
 */
public record AgentDetail(
    Agent agent,
    long version,
    List<Policy> policies,
    List<Budget> budgets,
    Map<Budget, Spent> spent,
    List<Demand> holds,
    List<Grant> grants,
    List<MeshEvent> events) {

  /** The same with what is spent of its budgets. */
  AgentDetail with(Map<Budget, Spent> parts) {
    return new AgentDetail(agent, version, policies, budgets, parts, holds, grants, events);
  }

  /** What is spent of a budget, by its parts; they are told of windows only. */
  public Spent parts(Budget budget) {
    return spent.getOrDefault(budget, Spent.NOTHING);
  }

  /** What it must do, whatever its intents have in hand, and what says so. */
  public Order order() {
    return Order.of(holds);
  }

  /** Where it stands, whether its workflow has heard of it or not. */
  public AgentStatus status() {
    return directive().upon(AgentStatus.ACTIVE);
  }

  /** What holds it most strictly, a person before a rule; null: nothing. */
  public @Nullable Hold parkedBy() {
    return order().parkedBy();
  }

  /** The strictest that its holds say. */
  public Directive directive() {
    return order().directive();
  }

  /** The budgets of itself alone, which a resume of it may grant more for. */
  public List<Budget> ownBudgets() {
    return budgets.stream().filter(one -> one.account().kind() == AccountKind.AGENT).toList();
  }

  /** The least any stopping rule leaves; null without one. */
  public @Nullable Usd remaining() {
    return Budgets.least(budgets);
  }
}
