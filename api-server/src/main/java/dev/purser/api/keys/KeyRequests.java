package dev.purser.api.keys;

import dev.purser.domain.agent.AgentAddress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of a new key, for the document. */
final class KeyRequests {
  private KeyRequests() {}

  /** A key to be made. */
  record Key(
      @Schema(description = "Who acts with it; stands in events as the actor", maxLength = 200)
          String name,
      @Schema(
              description = "What it may do",
              allowableValues = {"admin", "operator", "agent"})
          String role,
      @Schema(description = "The one agent it acts for; required with the role agent, else refused")
          @Nullable AgentAddress agent,
      @Schema(description = "When it ends; must lie ahead. Never if left out")
          @Nullable Instant expiresAt) {}
}
