package dev.purser.api.heartbeat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of a heartbeat, for the document. */
final class HeartbeatRequests {
  private HeartbeatRequests() {}

  /** A sign of life. */
  record Beat(
      @Schema(description = "Who is alive; may be left out where the intent or the key says it")
          @Nullable AgentAddress agent,
      @Schema(description = "The intent that is worked on") @Nullable UUID intentId,
      @Schema(
              description = "Counts the cost once; in its stead Idempotency-Key or X-Trace-Id",
              maxLength = 200)
          @Nullable String reportId,
      @Schema(description = "What happened since the last heartbeat") @Nullable Metrics metrics) {}

  /** What happened since the last heartbeat; kept with the report of its cost. */
  record Metrics(
      @Schema(description = "What was spent, in US dollars, from 0 to what one report may cost")
          @Nullable Usd costUsd,
      @Schema(description = "Intents worked on", minimum = "0") @Nullable Long intentsTotal,
      @Schema(description = "Intents completed", minimum = "0") @Nullable Long intentsSucceeded,
      @Schema(description = "Intents failed", minimum = "0") @Nullable Long intentsFailed,
      @Schema(description = "Milliseconds a call took on average") @Nullable JsonNode avgLatencyMs,
      @Schema(description = "Calls of models", minimum = "0") @Nullable Long llmCalls,
      @Schema(description = "Tokens of prompts", minimum = "0") @Nullable Long tokensIn,
      @Schema(description = "Tokens of completions", minimum = "0") @Nullable Long tokensOut) {}
}
