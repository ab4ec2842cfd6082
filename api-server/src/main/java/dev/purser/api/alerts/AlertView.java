package dev.purser.api.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.policies.PolicyShapes;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.policies.PolicyJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alert as answers show it. */
public record AlertView(
    String alertId,
    String account,
    @Nullable String agent,
    @Nullable UUID intentId,
    @Nullable String task,
    @Nullable String reportId,
    String policyOwner,
    long policyVersion,
    @Schema(description = "The rule that was reached", implementation = PolicyShapes.RuleView.class)
        JsonNode rule,
    int threshold,
    Usd spentUsd,
    @Nullable Usd limitUsd,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    String actionTaken,
    Instant at,
    List<Told> notified,
    boolean open,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable String comment) {

  /** One who was to be told: pending, delivered or undeliverable. */
  public record Told(String addressee, String status, Instant updatedAt) {}

  static AlertView of(Alert alert) {
    return new AlertView(
        Long.toString(alert.id()),
        alert.account().toString(),
        alert.agent(),
        alert.intentId(),
        alert.task(),
        alert.reportId(),
        alert.policyOwner(),
        alert.policyVersion(),
        PolicyJson.write(alert.rule()),
        alert.threshold(),
        alert.spent(),
        alert.limit(),
        alert.windowStart(),
        alert.windowEnd(),
        actionTaken(alert),
        alert.at(),
        alert.told().stream()
            .map(told -> new Told(told.addressee(), told.status(), told.updatedAt()))
            .toList(),
        alert.acknowledgedAt() == null,
        alert.acknowledgedAt(),
        alert.acknowledgedBy(),
        alert.comment());
  }

  private static String actionTaken(Alert alert) {
    boolean limit = alert.threshold() >= Rule.LIMIT;
    if (!limit || alert.action() == Action.ALERT) {
      return "alerted";
    }
    if (!alert.enforced()) {
      return "would_" + alert.action().wire();
    }
    return switch (alert.action()) {
      case ALERT -> "alerted";
      case BLOCK -> "blocked";
      case PAUSE -> "paused";
      case KILL -> "killed";
    };
  }
}
