package dev.purser.workflows.intent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cost report told by signal.
 *
 * @param reportId unique within the agent; null: the workflow gives it one
 * @param costNanos nano-dollars; null: priced by the ledger from the tokens
 * @param occurredAt when the call was made, UTC; null: now
 * @param delivery which delivery reports; 0: not told
 * @param authorizationId the authorization it settles
 * @param metadata a JSON object of scalars
 */
public record ReportLine(
    @Nullable String reportId,
    @Nullable Long costNanos,
    @Nullable String model,
    @Nullable String provider,
    long tokensIn,
    long tokensOut,
    long tokensCached,
    long tokensCacheWrite,
    long tokensReasoning,
    @Nullable Instant occurredAt,
    int delivery,
    @Nullable String authorizationId,
    @Nullable String metadata) {

  /** The same under this id. */
  public ReportLine withId(String id) {
    return new ReportLine(
        id,
        costNanos,
        model,
        provider,
        tokensIn,
        tokensOut,
        tokensCached,
        tokensCacheWrite,
        tokensReasoning,
        occurredAt,
        delivery,
        authorizationId,
        metadata);
  }
}
