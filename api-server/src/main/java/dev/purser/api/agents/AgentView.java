package dev.purser.api.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.grants.GrantView;
import dev.purser.api.http.HoldView;
import dev.purser.api.policies.PolicyShapes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.agents.Agent;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.agents.Burn;
import dev.purser.ledger.agents.Health;
import dev.purser.ledger.agents.RuleInForce;
import dev.purser.ledger.agents.Spent;
import dev.purser.ledger.intents.OpenIntents;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent as answers show it; the fields from {@code progress} on are of one agent alone. */
public record AgentView(
    String addressId,
    AgentAddress address,
    String displayName,
    String healthStatus,
    @JsonInclude(Include.ALWAYS) @Nullable Instant lastHeartbeatAt,
    Instant createdAt,
    long intentsPeriod,
    Usd costPeriod,
    JsonNode metadata,
    AgentStatus status,
    @Nullable HoldView parkedBy,
    @Nullable Instant resumesAt,
    long intentsToday,
    @JsonUnwrapped SpentView spent,
    @JsonUnwrapped @Nullable ProgressView progress,
    @JsonUnwrapped @Nullable BurnView burn,
    @Schema(implementation = PolicyShapes.PolicyView.class) @Nullable JsonNode policy,
    @Nullable List<WindowView> windows,
    @Schema(description = "All rules that hold for it, the tightest first")
        @Nullable List<RuleView> rules,
    @Nullable List<GrantView> grants,
    @Nullable List<EventView> events) {

  /**
   * How far what was said about it has come: in force at once, it goes on to its workflow and from
   * there to its intents.
   */
  public record ProgressView(
      @Nullable Boolean following, @Nullable Long openIntents, @Nullable Long stoppingIntents) {
    static ProgressView of(boolean following, OpenIntents intents) {
      return new ProgressView(following, intents.open(), intents.stopping());
    }
  }

  /** What it spent in the last hour, and when at that rate it reaches a limit, if ever. */
  public record BurnView(@Nullable Usd burnUsdPerHour, @Nullable Instant limitReachedAt) {
    static BurnView of(Burn burn) {
      return new BurnView(burn.perHour(), burn.limitReachedAt());
    }
  }

  /** What an account spent in the current window of a period. */
  public record WindowView(
      Period period,
      String account,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      String timezone,
      @Schema(description = "What was taken in the window, whenever the calls were made")
          Usd spentUsd,
      @Schema(description = "Of spent_usd, for calls from before the window began") Usd lateUsd,
      @Schema(description = "Of spent_usd, at assumed prices") Usd assumedUsd,
      Usd pendingUsd,
      Usd grantedUsd,
      @Schema(description = "New intents in the window") long intents,
      @JsonInclude(Include.ALWAYS) @Nullable Usd limitUsd,
      @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd,
      @Nullable String action) {
    static WindowView of(Budget budget, Spent parts) {
      return new WindowView(
          budget.period(),
          budget.account().toString(),
          budget.window() == null ? null : budget.window().start(),
          budget.window() == null ? null : budget.window().end(),
          budget.zone().getId(),
          budget.spent(),
          parts.late(),
          parts.assumed(),
          budget.pending(),
          budget.granted(),
          budget.intents(),
          budget.limit(),
          budget.remaining(),
          budget.rule() == null ? null : budget.rule().action().wire());
    }
  }

  /**
   * A rule that holds for it.
   *
   * @param rule its period, limit and action, and of which scope it is
   * @param policy whose rule it is: its own address or a scope
   * @param leftUsd what it leaves now; null where it counts no money, or for each intent anew
   */
  public record RuleView(
      @Schema(description = "Its period, limit and action, and of which scope it is") String rule,
      @Schema(description = "Whose rule it is: its own address or a scope") String policy,
      String action,
      @Schema(description = "False: it only observes") boolean enforced,
      @Schema(description = "What it leaves now; null for each intent anew, and without money")
          @JsonInclude(Include.ALWAYS)
          @Nullable Usd leftUsd) {
    static RuleView of(RuleInForce one) {
      return new RuleView(
          one.words(),
          one.policy().owner(),
          one.rule().action().wire(),
          one.policy().enforces(one.rule()),
          one.left());
    }
  }

  /** The view of a list, with the sums of one period as {@code …_period}. */
  static AgentView of(Agent agent, Period period) {
    return of(
        agent, agent.status(), agent.parkedBy(), period, null, null, null, null, null, null, null);
  }

  /** The view of one alone, as what holds it already will have it. */
  static AgentView of(
      AgentDetail detail, ProgressView progress, Burn burn, @Nullable JsonNode policy) {
    return of(
        detail.agent(),
        detail.status(),
        detail.parkedBy(),
        Period.DAY,
        progress,
        BurnView.of(burn.at(detail.status())),
        policy,
        detail.budgets().stream()
            .map(budget -> WindowView.of(budget, detail.parts(budget)))
            .toList(),
        RuleInForce.of(detail).stream().map(RuleView::of).toList(),
        detail.grants().stream().map(GrantView::of).toList(),
        detail.events().stream().map(EventView::of).toList());
  }

  private static AgentView of(
      Agent agent,
      AgentStatus status,
      @Nullable Hold parkedBy,
      Period period,
      @Nullable ProgressView progress,
      @Nullable BurnView burn,
      @Nullable JsonNode policy,
      @Nullable List<WindowView> windows,
      @Nullable List<RuleView> rules,
      @Nullable List<GrantView> grants,
      @Nullable List<EventView> events) {
    Spent spent =
        switch (period) {
          case WEEK -> agent.week();
          case MONTH -> agent.month();
          default -> agent.today();
        };
    return new AgentView(
        Long.toString(agent.id()),
        agent.address(),
        agent.address().displayName(),
        (status == AgentStatus.KILLED ? Health.KILLED : agent.health()).wire(),
        agent.lastHeartbeatAt(),
        agent.createdAt(),
        spent.intents(),
        spent.usd(),
        agent.metadata(),
        status,
        HoldView.of(parkedBy),
        parkedBy == null ? null : parkedBy.resumesAt(),
        agent.today().intents(),
        SpentView.of(agent.zone(), agent.today(), agent.week(), agent.month()),
        progress,
        burn,
        policy,
        windows,
        rules,
        grants,
        events);
  }
}
