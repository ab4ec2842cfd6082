package dev.purser.ledger.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.intent.IntentStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an intent.
 *
 * @param seq counts from 1 within the intent, without gaps
 * @param eventType such as {@code intent.waiting}
 * @param status where the intent stood then
 */
public record IntentEvent(
    UUID intentId,
    long seq,
    String eventType,
    IntentStatus status,
    Instant at,
    @Nullable String actor,
    @Nullable String waitingReason,
    JsonNode details) {}
