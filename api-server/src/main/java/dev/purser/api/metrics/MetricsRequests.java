package dev.purser.api.metrics;

import dev.purser.api.authorizations.AuthorizationRequests;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that {@link ReportReader} reads, for the document. */
final class MetricsRequests {
  private MetricsRequests() {}

  /** One report. */
  record Report(
      @Schema(description = "Who spent; may be left out where the intent or the key says it")
          @Nullable AgentAddress agent,
      @Schema(
              description =
                  "The intent it was spent on; without intent and task it is the agent's own")
          @Nullable UUID intentId,
      @Schema(description = "Or the task: opens or continues a tracked task", maxLength = 200)
          @Nullable String task,
      @Schema(
              description =
                  "What was spent, in US dollars, from 0 to what one report may cost"
                      + " (PURSER_MAX_REPORT_USD, 10,000 unless set); left out it is priced by"
                      + " model and tokens")
          @Nullable Usd costUsd,
      @Schema(description = "The model that was called; required without cost_usd", maxLength = 200)
          @Nullable String model,
      @Schema(description = "Whose model it is, such as openai", maxLength = 100)
          @Nullable String provider,
      @Schema(description = "Tokens of the prompt, as the provider counts them", minimum = "0")
          @Nullable Long tokensIn,
      @Schema(description = "Tokens of the completion, those of reasoning included", minimum = "0")
          @Nullable Long tokensOut,
      @Schema(description = "Those of the prompt that were read from a cache", minimum = "0")
          @Nullable Long tokensCached,
      @Schema(description = "Those of the prompt that were written to a cache", minimum = "0")
          @Nullable Long tokensCacheWrite,
      @Schema(description = "Tokens of reasoning, at most tokens_out", minimum = "0")
          @Nullable Long tokensReasoning,
      @Schema(
              description =
                  "Text, numbers, true, false or null by name; cost_usd, model, provider and tokens"
                      + " may stand here as well")
          @Nullable Map<String, Object> metadata,
      @Schema(
              description =
                  "Counts once: the same again is a duplicate, other content 409; in its"
                      + " stead Idempotency-Key for one report",
              maxLength = 200)
          @Nullable String reportId,
      @Schema(description = "When it was spent, up to 35 days back and 5 minutes ahead; now")
          @Nullable Instant occurredAt,
      @Schema(
              description = "Which attempt of the agent's own it was; kept in metadata",
              minimum = "0")
          @Nullable Integer attempt,
      @Schema(description = "The delivery of the intent that spent it", minimum = "1")
          @Nullable Integer delivery,
      @Schema(description = "The authorization that this settles") @Nullable UUID authorizationId,
      @Schema(
              description =
                  "An authorization to ask for in the same breath, for the same agent,"
                      + " intent and task")
          AuthorizationRequests.@Nullable Estimate next) {}

  /** Several reports; each is taken or rejected by itself. */
  record Many(@Schema(description = "Up to 1,000 reports") List<Report> reports) {}
}
