package dev.purser.api.why;

import dev.purser.api.Workflows;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.agents.Agent;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.agents.Health;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.WhyFacts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to why.
 *
 * @param because {@code parked_by_rule}, {@code parked_by_person}, {@code no_worker}, {@code
 *     no_heartbeat}, {@code pending_authorizations}, {@code temporal_away} or {@code none}
 * @param needs what would move it
 * @param commands ready to paste
 */
public record Why(
    boolean ok,
    String state,
    Instant since,
    String because,
    String text,
    String needs,
    List<String> commands) {

  /**
   * Why an intent stands where it stands.
   *
   * @param order what it must do now, and what says so
   */
  public static Why of(WhyFacts facts, Order order, Workflows world) {
    Intent intent = facts.intent();
    Hold hold = order.parkedBy();
    IntentStatus status = intent.status();
    if (status.isTerminal() && intent.tracked() && hold != null && hold.kind() == HoldKind.TASK) {
      return held(status.name(), hold, intent.agent(), intent.id(), null);
    }
    if (status.isTerminal()) {
      String reason = intent.reason() == null ? "" : ": " + intent.reason();
      return none(facts, "It is " + status + reason + ".", "nothing; it has ended");
    }
    if (hold != null) {
      return held(status.name(), hold, intent.agent(), intent.id(), null);
    }
    if (status == IntentStatus.WAITING && order.directive() == Directive.CONTINUE) {
      return none(facts, "It was released; its workflow is about to hear of it.", "nothing; soon");
    }
    if (!world.isReachable()) {
      return new Why(
          true,
          status.name(),
          facts.since(),
          "temporal_away",
          "Temporal does not answer, so no workflow can move this intent. Its cost is counted.",
          "Temporal back",
          List.of());
    }
    if (status.isInHand()) {
      return inHand(facts);
    }
    if (intent.tracked()) {
      return none(facts, "It is a tracked task: its agent reports, nobody delivers it.", "reports");
    }
    if (!world.hasWorker(intent.agent())) {
      return new Why(
          true,
          status.name(),
          facts.since(),
          "no_worker",
          "Nobody works for " + intent.agent() + ": no Temporal worker listens, no reader pulls.",
          "a worker of the agent, or a reader of its stream",
          List.of(
              "curl -N -H \"x-api-key: $PURSER_API_KEY\" \"$PURSER_URL/v1/agents/"
                  + intent.agent()
                  + "/intents/stream?wait_seconds=60\""));
    }
    return none(facts, "It waits for a worker of its agent to take it.", "nothing; soon");
  }

  private static Why inHand(WhyFacts facts) {
    Intent intent = facts.intent();
    if (facts.pendingAuthorizations() > 0) {
      return new Why(
          true,
          intent.status().name(),
          facts.since(),
          "pending_authorizations",
          facts.pendingAuthorizations()
              + " authorizations hold "
              + facts.pending()
              + " that no report has settled yet.",
          "their reports; they expire by themselves",
          List.of());
    }
    if (facts.lastHeartbeatAt() == null && intent.lastReportAt() == null) {
      return new Why(
          true,
          intent.status().name(),
          facts.since(),
          "no_heartbeat",
          "Its agent has it and has given no sign of life since.",
          "a report, progress or heartbeat",
          List.of("./purser agent " + intent.agent(), "./purser kill " + intent.id()));
    }
    return none(facts, "Its agent works on it.", "nothing; it goes on");
  }

  private static Why none(WhyFacts facts, String text, String needs) {
    return new Why(
        true, facts.intent().status().name(), facts.since(), "none", text, needs, List.of());
  }

  /** Why an agent stands where it stands. */
  public static Why of(AgentDetail detail) {
    Agent agent = detail.agent();
    Hold hold = detail.parkedBy();
    if (hold != null) {
      return held(detail.status().name(), hold, agent.address(), null, over(detail));
    }
    Instant since = agent.createdAt();
    if (agent.status() == AgentStatus.ACTIVE && agent.health() == Health.UNREACHABLE) {
      return new Why(
          true,
          agent.status().name(),
          agent.lastHeartbeatAt() == null ? since : agent.lastHeartbeatAt(),
          "no_heartbeat",
          "Its last heartbeat came at " + agent.lastHeartbeatAt() + ".",
          "a heartbeat of the agent",
          List.of());
    }
    return new Why(
        true, agent.status().name(), since, "none", "Nothing holds it.", "nothing", List.of());
  }

  /** What the fullest window of the agent is over its limit; null: none is full. */
  private static @Nullable Usd over(AgentDetail detail) {
    return detail.budgets().stream()
        .filter(budget -> budget.account().kind() == AccountKind.AGENT && budget.isFull())
        .map(Budget::over)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Why held(
      String state, Hold hold, AgentAddress agent, @Nullable UUID intent, @Nullable Usd over) {
    String rule = hold.rule();
    String text =
        rule == null
            ? String.format("%s stopped %s: %s.", hold.actor(), of(hold), hold.reason())
            : String.format(
                "The rule \"%s\" (policy version %d) of %s was reached: %s.",
                rule, hold.policyVersion(), of(hold), hold.reason());
    BigDecimal grant = grant(hold, over);
    String person = "an operator to resume it" + (grant == null ? "" : more(hold));
    String needs = hold.resumesAt() == null ? person : person + ", or the time " + hold.resumesAt();
    return new Why(
        true,
        state,
        hold.at(),
        rule == null ? "parked_by_person" : "parked_by_rule",
        text,
        needs,
        commands(hold, agent, intent, grant));
  }

  /** Whole dollars that are enough; null: none is needed. */
  private static @Nullable BigDecimal grant(Hold hold, @Nullable Usd over) {
    if (over == null) {
      return Rule.needsBudget(hold.rule()) ? BigDecimal.TEN : null;
    }
    return over.toBigDecimal().setScale(0, RoundingMode.CEILING).add(BigDecimal.TEN);
  }

  /** There is no grant for a scope. */
  private static String more(Hold hold) {
    return hold.kind() == HoldKind.SCOPE
        ? ", once the limit in its policy is raised"
        : ", with a grant of more than what is over";
  }

  private static String of(Hold hold) {
    return switch (hold.kind()) {
      case INTENT, PERSON -> "this intent";
      case TASK -> "the task " + hold.holder();
      case TREE -> "the tree of intents";
      case AGENT, UNKNOWN -> "the agent " + hold.holder();
      case SCOPE -> "the scope " + hold.holder();
    };
  }

  private static List<String> commands(
      Hold hold, AgentAddress agent, @Nullable UUID intent, @Nullable BigDecimal grant) {
    if (hold.kind() == HoldKind.SCOPE) {
      return List.of("./purser resume --scope '" + hold.holder() + "'");
    }
    String what =
        intent == null || hold.kind() == HoldKind.AGENT ? agent.value() : intent.toString();
    if (grant == null) {
      return List.of("./purser resume " + what);
    }
    String path =
        (what.equals(agent.value()) ? "/v1/mesh/agents/" : "/v1/intents/") + what + "/resume";
    String call =
        "curl -X POST -H \"x-api-key: $PURSER_API_KEY\" -H 'Content-Type: application/json'"
            + " -d '{\"grant_usd\": "
            + grant
            + "}' \"$PURSER_URL"
            + path
            + "\"";
    return List.of("./purser resume " + what + " --grant " + grant, call);
  }
}
