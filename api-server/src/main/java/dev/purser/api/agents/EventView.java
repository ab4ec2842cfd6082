package dev.purser.api.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.ledger.events.MeshEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to an agent or a scope. */
public record EventView(
    String eventId,
    String address,
    String eventType,
    JsonNode details,
    @JsonInclude(Include.ALWAYS) @Nullable String actorId,
    Instant createdAt) {
  static EventView of(MeshEvent event) {
    return new EventView(
        Long.toString(event.id()),
        event.address(),
        event.eventType(),
        event.details(),
        event.actor(),
        event.createdAt());
  }
}
