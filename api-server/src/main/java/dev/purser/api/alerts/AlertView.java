package dev.purser.api.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.policies.PolicyShapes;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.policies.PolicyJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
    @Nullable String comment,
    @Schema(
            description =
                "Alerts with the same one belong together: those of one rule about one agent in one"
                    + " of its windows, or on one day of UTC where the rule is of intents, tasks or"
                    + " trees")
        String incidentId,
    @Schema(description = "How many alerts the incident has so far") long incidentAlerts) {

  /**
   * One who was to be told.
   *
   * @param status pending, delivered or undeliverable
   * @param channel email, webhook or slack: how it was tried last
   * @param digestId the message in which it arrived with others
   * @param events every try, and the end of trying, the oldest first
   */
  public record Told(
      String addressee,
      String status,
      Instant updatedAt,
      @Schema(description = "What carried it: email, webhook or slack") @Nullable String channel,
      int attempts,
      @Nullable String lastError,
      @Nullable UUID digestId,
      List<Event> events) {
    static Told of(Alert.Told told) {
      return new Told(
          told.addressee(),
          told.status(),
          told.updatedAt(),
          told.channel(),
          told.tries(),
          told.lastError(),
          told.digestId(),
          told.events().stream().map(Event::of).toList());
    }
  }

  /** What became of one try: delivered, failed or undeliverable. */
  public record Event(
      Instant at,
      String status,
      int attempt,
      @Schema(description = "What carried it: email, webhook or slack") @Nullable String channel,
      @Nullable String reason,
      @Nullable UUID digestId) {
    static Event of(Alert.ToldEvent event) {
      return new Event(
          event.at(),
          event.status(),
          event.attempt(),
          event.channel(),
          event.reason(),
          event.digestId());
    }
  }

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
        alert.told().stream().map(Told::of).toList(),
        alert.acknowledgedAt() == null,
        alert.acknowledgedAt(),
        alert.acknowledgedBy(),
        alert.comment(),
        Long.toString(alert.incidentId()),
        alert.incidentAlerts());
  }

  /** What was done, or would have been. */
  private static String actionTaken(Alert alert) {
    return alert.taken() == Alert.Taken.OBSERVED
        ? "would_" + alert.action().wire()
        : alert.taken().name().toLowerCase(Locale.ROOT);
  }
}
