package dev.purser.api.keys;

import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.keys.ApiKey;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.keys.Keys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes keys, lists and revokes them. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public final class KeysResource {
  private final Keys keys;
  private final Clock clock;

  public KeysResource(Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A key that was just made; {@code key} is shown this once. */
  public record Created(
      boolean ok,
      UUID keyId,
      @Schema(description = "The key itself, shown this once") String key,
      @Schema(description = "What lists show of it") KeyView details) {}

  /** Keys, without their secrets. */
  public record Many(boolean ok, List<KeyView> keys, @Nullable String nextCursor) {}

  /** One key, without its secret. */
  public record One(boolean ok, KeyView key) {}

  /** A key as lists show it. */
  public record KeyView(
      UUID keyId,
      String name,
      String role,
      @Nullable AgentAddress agent,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {
    static KeyView of(ApiKey key) {
      return new KeyView(
          key.id(),
          key.name(),
          key.role().wire(),
          key.agent(),
          key.createdAt(),
          key.expiresAt(),
          key.revokedAt());
    }
  }

  @POST
  @Path("/keys")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(summary = "Make a key; it is shown this once")
  @Takes(KeyRequests.Key.class)
  public Created create(@Nullable Body body) {
    Fields fields = Body.of(body);
    String name = fields.require("name", fields.text("name", 200));
    Role role = fields.require("role", fields.parsed("role", Role::fromWire));
    Instant expires = fields.time("expires_at");
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw fields.wrong("expires_at", "must lie ahead");
    }
    Keys.Created made = keys.create(name, role, fields.agent("agent"), expires);
    return new Created(true, made.key().id(), made.secret(), KeyView.of(made.key()));
  }

  @GET
  @Path("/keys")
  @Needs(Role.ADMIN)
  @Operation(summary = "Every key there ever was, the newest first")
  public Many list() {
    return new Many(true, keys.list().stream().map(KeyView::of).toList(), null);
  }

  @DELETE
  @Path("/keys/{key_id}")
  @Needs(Role.ADMIN)
  @Operation(summary = "Revoke a key")
  public One revoke(@PathParam("key_id") String id) {
    try {
      return new One(true, KeyView.of(keys.revoke(Values.uuid(id))));
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("key_not_found", "there is no key " + id);
    }
  }
}
