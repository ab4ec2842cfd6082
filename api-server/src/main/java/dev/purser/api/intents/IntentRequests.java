package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of requests about intents, for the document. */
final class IntentRequests {
  private IntentRequests() {}

  /** A new intent. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Create(
      @Schema(
              description = "What kind of work it is, such as acme.research.v1",
              maxLength = 200,
              pattern = "^[a-z0-9_]+(\\.[a-z0-9_]+)+\\.v[0-9]+$")
          String intentType,
      @Schema(
              description =
                  "Ties it to what it belongs to at the sender's; left out: one is made. The same"
                      + " request under the same Idempotency-Key may have another one")
          @Nullable UUID correlationId,
      @Schema(
              description =
                  "Whose work it is; with an agent's key any agent of its organisation that accepts"
                      + " it, so many an hour (PURSER_SENDS_PER_HOUR)")
          AgentAddress toAgent,
      @Schema(description = "What the agent gets: any object") ObjectNode payload,
      @Schema(
              description =
                  "Who sends it; an agent's key sends as that agent, whatever stands here")
          @Nullable AgentAddress fromAgent,
      @Schema(description = "Who is told of its end", maxLength = 383) @Nullable String replyTo,
      @Schema(description = "When it times out; must lie ahead") @Nullable Instant deadlineAt,
      @Schema(
              description = "How often it is delivered at most",
              minimum = "1",
              maximum = "100",
              defaultValue = "3")
          @Nullable Integer maxDeliveryAttempts,
      @Schema(description = "Its own limit in US dollars, 0 to 1,000,000, beside the rules'")
          @Nullable Usd limitUsd,
      @Schema(description = "The agent's task that it belongs to", maxLength = 200)
          @Nullable String task,
      @Schema(
              description =
                  "Up to 50 texts by name to group costs by, each of up to 200 characters;"
                      + " no colon in names")
          @Nullable Map<String, String> tags,
      @Schema(
              description =
                  "The intent that it is a part of; with an agent's key one that this agent is at"
                      + " work on")
          @Nullable UUID parentIntentId) {}

  /** An end. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Resolve(
      @Schema(
              description = "How it ends",
              allowableValues = {"COMPLETED", "FAILED", "CANCELED"})
          String status,
      @Schema(description = "What came of it: any JSON") @Nullable JsonNode result,
      @Schema(description = "Why it failed: text or any JSON; kept with the intent")
          @Nullable JsonNode error,
      @Schema(description = "Why it ends", maxLength = 1000) @Nullable String reason) {}

  /**
   * An end by its agent, with {@code action} or with what came of it alone, or else a release by a
   * person. Of an end every further field is kept: as its result, or as its error.
   */
  record Resume(
      @Schema(
              description =
                  "How its agent ends it; left out, a result, an outcome or (with an agent's key) any"
                      + " other field completes it, and else it is released",
              allowableValues = {"complete", "fail"})
          @Nullable String action,
      @Schema(
              description =
                  "What came of it, any JSON; where other fields stand beside it, all of them are"
                      + " the result")
          @Nullable JsonNode result,
      @Schema(description = "What came of it in another form; kept as part of the result")
          @Nullable JsonNode outcome,
      @Schema(description = "With action: why it failed, text or any JSON; kept likewise")
          @Nullable JsonNode error,
      @Schema(description = "Why", maxLength = 1000) @Nullable String reason,
      @Schema(
              description =
                  "Extra budget in US dollars for every full window, above 0 to 1,000,000")
          @Nullable Usd grantUsd,
      @Schema(description = "The outcome of a human task; 409, for none waits")
          @Nullable JsonNode taskResult) {}

  /** A pause or a kill. */
  record Stop(@Schema(description = "Why", maxLength = 1000) @Nullable String reason) {}

  /** What changes of a running intent. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Controls(
      @Schema(description = "When it times out; must lie ahead") @Nullable Instant deadlineAt,
      @Schema(description = "How often it is delivered at most", minimum = "1", maximum = "100")
          @Nullable Integer maxDeliveryAttempts) {}

  /** Its own limit. */
  @Schema(additionalProperties = AdditionalPropertiesValue.FALSE)
  record Limit(
      @Schema(description = "Its own limit in US dollars, 0 to 1,000,000; acts at once")
          Usd limitUsd) {}

  /** The agent's word. */
  record Progress(
      @Schema(
              description =
                  "The delivery it is about, the last one if left out; 409 where it was superseded",
              minimum = "1")
          @Nullable Integer delivery,
      @Schema(
              description = "How far it is",
              allowableValues = {"ACKNOWLEDGED", "IN_PROGRESS"})
          @Nullable String status,
      @Schema(description = "Any JSON of up to 256 KiB; comes back with the next delivery")
          @Nullable JsonNode checkpoint,
      @Schema(
              description =
                  "The checkpoint's number, the next one if left out; 409 where it is lower"
                      + " than the last",
              minimum = "0")
          @Nullable Long seq) {}
}
