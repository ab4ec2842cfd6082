package dev.purser.api.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.preview.Preview;
import dev.purser.domain.preview.PreviewText;
import dev.purser.ledger.policies.PolicyJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have done.
 *
 * @param text in a sentence, by the clock of the policy's zone
 * @param assumptions what must be known to read the numbers right
 */
public record PreviewAnswer(
    boolean ok,
    @Schema(description = "From this time on") Instant from,
    @Schema(description = "Before this time") Instant to,
    String timezone,
    Usd spentUsd,
    Usd stoppedUsd,
    @Schema(description = "How often someone would have been told") long alerts,
    long pauses,
    long kills,
    long blocks,
    @JsonInclude(Include.ALWAYS) @Nullable First first,
    @Schema(description = "What each rule would have done") List<OfRule> rules,
    List<OfDay> byDay,
    @Schema(description = "All of it in a sentence") String text,
    @Schema(description = "What setting it does now, because of what is spent already")
        String atOnce,
    List<String> assumptions) {

  /** The first time that something would have been paused, killed or blocked. */
  public record First(
      Instant at,
      @Schema(description = "The rule", implementation = PolicyShapes.RuleView.class) JsonNode rule,
      @Nullable AgentAddress agent,
      @Nullable UUID intentId,
      @Nullable String task,
      Usd spentUsd,
      @Nullable Usd limitUsd) {}

  /** What one rule would have done. */
  public record OfRule(
      @Schema(description = "The rule", implementation = PolicyShapes.RuleView.class) JsonNode rule,
      long times,
      @JsonInclude(Include.ALWAYS) @Nullable Instant firstAt,
      Usd stoppedUsd,
      @Schema(description = "How often someone would have been told") long alerts) {}

  /** One day of the policy's zone. */
  public record OfDay(LocalDate day, Usd spentUsd, Usd stoppedUsd) {}

  static PreviewAnswer of(Policy policy, Instant from, Instant to, Preview preview, String atOnce) {
    return new PreviewAnswer(
        true,
        from,
        to,
        policy.zone().getId(),
        preview.spent(),
        preview.stopped(),
        preview.alerts(),
        preview.pauses(),
        preview.kills(),
        preview.blocks(),
        preview.first() == null ? null : first(preview.first()),
        preview.rules().stream()
            .map(
                rule ->
                    new OfRule(
                        PolicyJson.write(rule.rule()),
                        rule.times(),
                        rule.firstAt(),
                        rule.stopped(),
                        rule.alerts()))
            .toList(),
        preview.byDay().stream()
            .map(day -> new OfDay(day.day(), day.spent(), day.stopped()))
            .toList(),
        PreviewText.sentence(preview, policy.zone()),
        atOnce,
        PreviewText.assumptions(policy.rules()));
  }

  private static First first(Preview.First first) {
    return new First(
        first.at(),
        PolicyJson.write(first.rule()),
        first.agent(),
        first.intentId(),
        first.task(),
        first.spent(),
        first.limit());
  }
}
