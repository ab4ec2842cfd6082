package dev.purser.ledger.keys;

import dev.purser.domain.Choices;
import dev.purser.domain.agent.AgentAddress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key, without its secret.
 *
 * @param agent whose key it is; null unless the role is AGENT
 * @param expiresAt null: never
 * @param revokedAt null: it is in force
 */
public record ApiKey(
    UUID id,
    String name,
    Role role,
    @Nullable AgentAddress agent,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  /** What a key may do; the later the more. */
  public enum Role {
    /** What one agent may. */
    AGENT,
    /** Also read all, pause, resume, kill, grant, acknowledge. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    /** As requests, answers and rows spell it. */
    public String wire() {
      return Choices.name(this);
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying what would be right
     */
    public static Role fromWire(String text) {
      return Choices.parse(Role.class, text);
    }
  }

  /** Whether it may be used at this time. */
  public boolean isInForce(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
