package dev.purser.api.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.agents.Health;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter of paths, queries and headers, for the document. A name means the same in all
 * calls, and one that is not {@code @Nullable} must be sent.
 */
record Parameters(
    @Schema(description = "The intent's id") UUID id,
    @Schema(description = "The grant's id") UUID grantId,
    @Schema(description = "The authorization's id") UUID authorizationId,
    @Schema(description = "The key's id") UUID keyId,
    @Schema(description = "The alert's id") long alertId,
    @Schema(description = "The policy's version, from 1", minimum = "1") long version,
    @Schema(
            description =
                "An agent's address, agent://org/workspace/name, with or without agent://;"
                    + " in a path percent-encoded, or as it is with its slashes,"
                    + " or an address_id of an answer")
        @Nullable String agent,
    @Schema(description = "Whose policy it is: *, agent://org/* or agent://org/workspace/*")
        String scope,
    @Schema(description = "The channel's name") String name,
    @Schema(description = "Only of this state, or of these with commas between")
        @Nullable String status,
    @Schema(description = "Only of this type, such as acme.research.v1")
        @Nullable String intentType,
    @Schema(description = "Only of this task") @Nullable String task,
    @Schema(description = "Only with this tag, as KEY:VALUE") @Nullable String tag,
    @Schema(description = "Only what comes after this seq", minimum = "0", defaultValue = "0")
        @Nullable Long since,
    @Schema(
            description = "For how many seconds to wait for news",
            minimum = "1",
            maximum = "60",
            defaultValue = "15")
        @Nullable Integer waitSeconds,
    @Schema(description = "The directive that is known already; another one ends the waiting")
        @Nullable Directive seen,
    @Schema(
            description = "How many entries to give at most",
            minimum = "1",
            maximum = "1000",
            defaultValue = "100")
        @Nullable Integer limit,
    @Schema(description = "The next_cursor of the answer before, to go on from there")
        @Nullable String cursor,
    @Schema(
            description = "Whether a list has payloads, results and checkpoints; by default not",
            allowableValues = {"true", "false"})
        @Nullable String payload,
    @Schema(description = "Only agents of this health") @Nullable Health health,
    @Schema(
            description = "What the fields …_period count",
            allowableValues = {"day", "week", "month"},
            defaultValue = "day")
        @Nullable String window,
    @Schema(description = "Only of this type, such as agent.paused") @Nullable String eventType,
    @Schema(description = "Only alerts that nobody has acknowledged (true), or the others (false)")
        @Nullable Boolean open,
    @Schema(description = "Only this model") @Nullable String model,
    @Schema(
            description =
                "As of this time, like 2026-08-21T12:00:00Z, or day, its beginning in UTC;"
                    + " now if left out")
        @Nullable String at,
    @Schema(
            description =
                "From this time on, like 2026-08-21T12:00:00Z, or day, its beginning in UTC;"
                    + " the beginning of today if left out")
        @Nullable String from,
    @Schema(
            description =
                "Before this time, like 2026-08-22T12:00:00Z, or day, its beginning in UTC;"
                    + " the end of today if left out")
        @Nullable String to,
    @Schema(
            description =
                "With commas between, any of agent, model, intent, intent_type, task, hour,"
                    + " day, month, tag:KEY;"
                    + " one row in all")
        @Nullable String groupBy,
    @Schema(description = "The model that was called") String fromModel,
    @Schema(description = "The model to compare with") String toModel,
    @Schema(
            description = "The share of the calls, above 0 and at most 1",
            minimum = "0",
            maximum = "1",
            defaultValue = "1")
        @Nullable BigDecimal share,
    @JsonProperty("Idempotency-Key")
        @Schema(
            description =
                "Makes the call safe to repeat: the same key has the same effect and answer;"
                    + " up to 200 visible ASCII characters")
        @Nullable String idempotencyKey,
    @JsonProperty("If-Match")
        @Schema(description = "Only if the policy still has this ETag, like \"3\"; 412 else")
        @Nullable String ifMatch,
    @JsonProperty("X-Trace-Id")
        @Schema(description = "Comes back with the answer and stands in the log")
        @Nullable String traceId) {}
