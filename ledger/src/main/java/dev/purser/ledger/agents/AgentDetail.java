package dev.purser.ledger.agents;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.events.MeshEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to say about an agent.
 *
 * @param version of its account and those of the scopes above it
 * @param policies in force, the one for itself first
 * @param budgets of itself and of the scopes above it
 * @param holds of the ledger on itself and on the scopes above it, the oldest first
 * @param grants in force, its own
 * @param events the newest first
 */
public record AgentDetail(
    Agent agent,
    long version,
    List<Policy> policies,
    List<Budget> budgets,
    List<Holds.Standing> holds,
    List<Grant> grants,
    List<MeshEvent> events) {

  /** As last journaled, or as its workflow is about to make it, for what holds it already. */
  public AgentStatus status() {
    return directive().upon(agent.status());
  }

  /** What holds it most strictly, a person before a rule; null: nothing. */
  public @Nullable Hold parkedBy() {
    Directive strictest = directive();
    if (agent.parkedBy() != null && agent.status() == strictest.upon(agent.status())) {
      return agent.parkedBy();
    }
    return holds.stream()
        .filter(each -> each.directive() == strictest)
        .findFirst()
        .map(Holds.Standing::hold)
        .orElse(agent.parkedBy());
  }

  /** The strictest that its status and holds say. */
  public Directive directive() {
    Directive directive =
        switch (agent.status()) {
          case ACTIVE -> Directive.CONTINUE;
          case PAUSED -> Directive.PARK;
          case KILLED -> Directive.KILL;
        };
    for (Holds.Standing hold : holds) {
      directive = directive.or(hold.directive());
    }
    return directive;
  }

  /** The least any stopping rule leaves; null without one. */
  public @Nullable Usd remaining() {
    return Budgets.least(budgets);
  }
}
