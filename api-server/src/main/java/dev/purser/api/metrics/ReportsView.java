package dev.purser.api.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.purser.api.authorizations.AuthorizedView;
import dev.purser.api.http.HoldView;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intake.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to cost reports. The fields from {@code reportId} on are for a single report only. */
public record ReportsView(
    boolean ok,
    int accepted,
    int duplicates,
    List<Rejected> rejected,
    Directive directive,
    List<IntentLine> intents,
    List<AgentLine> agents,
    @Nullable AuthorizedView authorization,
    @Schema(
            description =
                "Whether an authorization had expired, or was released, before its report came;"
                    + " that is counted all the same")
        @Nullable Boolean late,
    @Schema(description = "How much of what came late lies past a limit")
        @Nullable Usd pastLimitUsd,
    @Nullable String reportId,
    @Nullable UUID intentId,
    @Nullable String status,
    @Nullable Usd costUsd,
    @Nullable Boolean assumed,
    @Nullable Usd overAuthorizedUsd,
    @Nullable Usd intentCostUsd,
    @Nullable Usd todayUsd,
    @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd) {

  /** A report that was not taken; {@code index} counts from 0. */
  public record Rejected(
      int index,
      @Nullable String reportId,
      String code,
      @Nullable String field,
      String message,
      boolean retryable) {}

  /** Where an intent stands; {@code version} counts up with every change. */
  public record IntentLine(
      UUID intentId,
      AgentAddress agent,
      @Nullable String task,
      IntentStatus status,
      Directive directive,
      Usd costUsd,
      @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd,
      @Nullable Usd offlineUsd,
      @Nullable HoldView parkedBy,
      @Nullable Instant resumesAt,
      long version) {

    static IntentLine of(Outcome.IntentStanding intent) {
      Hold hold = intent.parkedBy();
      return new IntentLine(
          intent.intentId(),
          intent.agent(),
          intent.task(),
          intent.status(),
          intent.directive(),
          intent.cost(),
          intent.remaining(),
          intent.offline(),
          HoldView.of(hold),
          hold == null ? null : hold.resumesAt(),
          intent.version());
    }
  }

  /** Where an agent stands; {@code version} counts up with every change. */
  public record AgentLine(
      AgentAddress address,
      AgentStatus status,
      String healthStatus,
      Directive directive,
      Usd todayUsd,
      @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd,
      @Nullable HoldView parkedBy,
      @Nullable Instant resumesAt,
      long version) {

    static AgentLine of(Outcome.AgentStanding agent, String health) {
      Hold hold = agent.parkedBy();
      return new AgentLine(
          agent.agent(),
          agent.status(),
          health,
          agent.directive(),
          agent.today(),
          agent.remaining(),
          HoldView.of(hold),
          hold == null ? null : hold.resumesAt(),
          agent.version());
    }
  }
}
