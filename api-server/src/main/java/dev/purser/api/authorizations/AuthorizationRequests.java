package dev.purser.api.authorizations;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of questions for authorization, for the document. */
public final class AuthorizationRequests {
  private AuthorizationRequests() {}

  /** How much is about to be spent: {@code estimate_usd}, or a model with its tokens. */
  public record Estimate(
      @Schema(
              description =
                  "What is to be spent, in US dollars, from 0 to what one report may cost; required without model")
          @Nullable Usd estimateUsd,
      @Schema(
              description =
                  "The model to be called; then tokens_in and max_tokens_out are required",
              maxLength = 200)
          @Nullable String model,
      @Schema(description = "Whose model it is, such as openai", maxLength = 100)
          @Nullable String provider,
      @Schema(description = "Tokens of the prompt", minimum = "0") @Nullable Long tokensIn,
      @Schema(description = "The most tokens that the completion may have", minimum = "0")
          @Nullable Long maxTokensOut,
      @Schema(
              description =
                  "For how many seconds it is held: longer than the call can take with its retries,"
                      + " else extend it while the call runs. A report that comes later is counted,"
                      + " flagged late, and may pass a limit",
              minimum = "30",
              maximum = "3600",
              defaultValue = "600")
          @Nullable Integer ttlSeconds,
      @Schema(description = "The id to give it, which makes the question safe to repeat")
          @Nullable UUID authorizationId,
      @Schema(description = "Only asks: a deny then has no effect on the intent or the agent")
          @Nullable Boolean probe) {}

  /** A question, and whose spend it is about. */
  record Authorize(
      @Schema(description = "Who would spend; may be left out where the intent or the key says it")
          @Nullable AgentAddress agent,
      @Schema(description = "The intent it would be spent on; the path's where that names one")
          @Nullable UUID intentId,
      @Schema(description = "Or the task", maxLength = 200) @Nullable String task,
      @JsonUnwrapped Estimate estimate) {}

  /** How much longer it is to be held. */
  record Extend(
      @Schema(
              description = "For how many seconds it is held from now",
              minimum = "30",
              maximum = "3600",
              defaultValue = "600")
          @Nullable Integer ttlSeconds) {}
}
