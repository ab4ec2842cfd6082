package dev.purser.ledger.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an agent or a scope.
 *
 * @param address the agent's, or the scope
 * @param eventType such as {@code agent.paused}
 * @param actor who did it; null: nobody, a rule or the time
 */
public record MeshEvent(
    long id,
    String address,
    String eventType,
    JsonNode details,
    @Nullable String actor,
    Instant createdAt) {}
