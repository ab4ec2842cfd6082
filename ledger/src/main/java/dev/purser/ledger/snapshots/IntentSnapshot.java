package dev.purser.ledger.snapshots;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.messages.Notifications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an intent and its agent stand, read as of one moment. Each half has a version of its own: a
 * workflow takes a half only if it is newer than what it has.
 *
 * @param intent the row of the intent: what its workflow is started with
 */
public record IntentSnapshot(Intent intent, IntentHalf half, AgentHalf agent) {

  /** What the code working on the intent must do now, and what says so. */
  public Order order() {
    return IntentOrder.of(intent, half.holds(), agent.holds()).order();
  }

  /** Whether its workflow has done what the order says. */
  public boolean isFollowed() {
    return Following.isFollowed(intent.status(), order());
  }

  /**
   * What the intent, its task and its tree have spent, and what holds them.
   *
   * @param version the sum of the versions of their accounts
   * @param journaled how far its workflow's journal is taken
   * @param remaining the least any rule that can stop leaves of their budgets; null without one
   * @param holds of kinds INTENT, TASK and TREE, the oldest first
   * @param budgets one for each rule, its own limit first
   * @param models what it spent by model, the most first
   */
  public record IntentHalf(
      long version,
      Journaled journaled,
      Usd cost,
      @Nullable Usd limit,
      @Nullable Usd remaining,
      List<Demand> holds,
      List<Budget> budgets,
      List<ModelSpend> models,
      @Nullable Instant lastReportAt) {}

  /**
   * What the agent and the scopes above it have spent, and what holds them.
   *
   * @param version the sum of the versions of their accounts
   * @param journaled how far its workflow's journal is taken
   * @param status as its workflow last journaled; what holds it may say more
   * @param holds of kinds AGENT and SCOPE, the oldest first
   * @param budgets of the agent and of the scopes' sums
   * @param today posted today by the calendar of its policy
   * @param tightest the budget of which the least is left, of those that can stop; null without one
   * @param offline what one of its intents may spend while Purser is away; null: no policy says
   * @param untold who is still to be told of its alerts, the oldest first, bounded; none where an
   *     intent hears of its agent
   */
  public record AgentHalf(
      AgentAddress address,
      long version,
      Journaled journaled,
      AgentStatus status,
      List<Demand> holds,
      List<Budget> budgets,
      Usd today,
      @Nullable Budget tightest,
      @Nullable Usd offline,
      List<Notifications.Pending> untold) {}

  /**
   * How far a workflow's journal is taken: every word that it took up to there is among the holds,
   * or was released.
   *
   * @param run of the workflow
   * @param seq within the run
   */
  public record Journaled(long run, long seq) {}

  /**
   * What one model cost.
   *
   * @param model empty where reports named none
   */
  public record ModelSpend(String model, Usd cost, long calls) {}
}
