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
import dev.purser.ledger.agents.Agent;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.agents.Budgets;
import dev.purser.ledger.agents.Health;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.WhyFacts;
import dev.purser.ledger.snapshots.IntentSnapshot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to why.
 *
 * @param because {@code ended}, {@code parked_by_rule}, {@code parked_by_person}, {@code
 *     no_worker}, {@code no_heartbeat}, {@code pending_authorizations}, {@code temporal_away} or
 *     {@code none}
 * @param needs what would move it
 * @param commands ready to paste
 * @param grantUsd what a resume should grant; null: nothing
 */
public record Why(
    boolean ok,
    String state,
    Instant since,
    String because,
    String text,
    String needs,
    List<String> commands,
    @Schema(description = "What a resume should grant; left out where enough is left")
        @Nullable Usd grantUsd) {

  private Why(
      String state,
      Instant since,
      String because,
      String text,
      String needs,
      List<String> commands) {
    this(true, state, since, because, text, needs, commands, null);
  }

  /**
   * Why an intent stands where it stands.
   *
   * @param stands what it must do now, what says so, and what is left to it
   */
  public static Why of(WhyFacts facts, IntentSnapshot stands, Workflows world) {
    Intent intent = facts.intent();
    Order order = stands.order();
    Hold hold = order.parkedBy();
    IntentStatus status = intent.status();
    boolean taskIsHeld = intent.tracked() && hold != null && hold.kind() == HoldKind.TASK;
    if (status.isTerminal() && !taskIsHeld) {
      return ended(facts);
    }
    if (hold != null && order.directive() == Directive.KILL && !intent.tracked()) {
      return endsSoon(status, hold);
    }
    if (hold != null) {
      return held(
          status.name(),
          order.directive(),
          hold,
          intent.agent(),
          intent.id(),
          budgets(hold, stands));
    }
    if (status == IntentStatus.WAITING && order.directive() == Directive.CONTINUE) {
      return none(facts, "It was released; its workflow is about to hear of it.", "nothing; soon");
    }
    if (!world.isReachable()) {
      return new Why(
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

  private static Why ended(WhyFacts facts) {
    Intent intent = facts.intent();
    String how =
        switch (intent.status()) {
          case COMPLETED -> "It was completed";
          case FAILED -> "It failed";
          case TIMED_OUT -> "Its time ran out";
          default -> "It was canceled";
        };
    String by = facts.endedBy() == null ? "" : " by " + facts.endedBy();
    String reason = intent.reason() == null ? "" : ": " + intent.reason();
    return new Why(
        intent.status().name(),
        facts.since(),
        "ended",
        how + by + reason + (reason.endsWith(".") ? "" : "."),
        "nothing: what has ended stays so",
        List.of());
  }

  /** A task that was killed can be let go; of what was delivered no more is to come. */
  private static Why endsSoon(IntentStatus status, Hold hold) {
    return new Why(
        status.name(),
        hold.at(),
        because(hold),
        text(Directive.KILL, hold) + " It ends when its workflow hears of it.",
        "nothing: what was killed stays so",
        List.of());
  }

  /** Of whatever holds it: its agent and the scopes, or itself, its task and its tree. */
  private static List<Budget> budgets(Hold hold, IntentSnapshot stands) {
    return switch (hold.kind()) {
      case AGENT, SCOPE, UNKNOWN -> stands.agent().budgets();
      case INTENT, PERSON, TASK, TREE -> stands.half().budgets();
    };
  }

  private static Why inHand(WhyFacts facts) {
    Intent intent = facts.intent();
    if (facts.pendingAuthorizations() > 0) {
      return new Why(
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
    return new Why(facts.intent().status().name(), facts.since(), "none", text, needs, List.of());
  }

  /** Why an agent stands where it stands. */
  public static Why of(AgentDetail detail) {
    Agent agent = detail.agent();
    Hold hold = detail.parkedBy();
    if (hold != null) {
      return held(
          detail.status().name(),
          detail.order().directive(),
          hold,
          agent.address(),
          null,
          detail.budgets());
    }
    Instant since = agent.createdAt();
    if (agent.status() == AgentStatus.ACTIVE && agent.health() == Health.UNREACHABLE) {
      return new Why(
          agent.status().name(),
          agent.lastHeartbeatAt() == null ? since : agent.lastHeartbeatAt(),
          "no_heartbeat",
          "Its last heartbeat came at " + agent.lastHeartbeatAt() + ".",
          "a heartbeat of the agent",
          List.of());
    }
    return new Why(agent.status().name(), since, "none", "Nothing holds it.", "nothing", List.of());
  }

  private static String because(Hold hold) {
    return hold.rule() == null ? "parked_by_person" : "parked_by_rule";
  }

  private static String text(Directive directive, Hold hold) {
    String rule = hold.rule();
    return rule == null
        ? String.format(
            "%s %s %s: %s.",
            hold.actor(),
            directive == Directive.KILL ? "killed" : "paused",
            of(hold),
            hold.reason())
        : String.format(
            "The rule \"%s\" (policy version %d) of %s was reached: %s.",
            rule, hold.policyVersion(), of(hold), hold.reason());
  }

  private static Why held(
      String state,
      Directive directive,
      Hold hold,
      AgentAddress agent,
      @Nullable UUID intent,
      List<Budget> budgets) {
    Usd grant = grant(hold, budgets);
    String person = "an operator to resume it" + more(hold, budgets, grant);
    String needs = hold.resumesAt() == null ? person : person + ", or the time " + hold.resumesAt();
    return new Why(
        true,
        state,
        hold.at(),
        because(hold),
        text(directive, hold),
        needs,
        commands(hold, agent, intent, grant),
        grant);
  }

  /** There is none for a scope. */
  private static @Nullable Usd grant(Hold hold, List<Budget> budgets) {
    return hold.kind() == HoldKind.SCOPE
        ? null
        : Budgets.suggestedGrant(
            budgets.stream().filter(one -> one.account().kind() != AccountKind.SCOPE).toList(),
            hold.rule());
  }

  private static String more(Hold hold, List<Budget> budgets, @Nullable Usd grant) {
    boolean scopeIsFull =
        hold.kind() == HoldKind.SCOPE
            && budgets.stream()
                .anyMatch(one -> one.account().kind() == AccountKind.SCOPE && one.isFull());
    if (scopeIsFull) {
      return ", once the limit in its policy is raised";
    }
    return grant == null ? "" : ", with a grant of more than what is over";
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
      Hold hold, AgentAddress agent, @Nullable UUID intent, @Nullable Usd grant) {
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
            + dollars(grant)
            + "}' \"$PURSER_URL"
            + path
            + "\"";
    return List.of("./purser resume " + what + " --grant " + dollars(grant), call);
  }

  private static String dollars(Usd amount) {
    return amount.toBigDecimal().stripTrailingZeros().toPlainString();
  }
}
