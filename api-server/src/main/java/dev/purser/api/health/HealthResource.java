package dev.purser.api.health;

import dev.purser.api.auth.Open;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Says that the server is up. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public final class HealthResource {
  /** The answer. */
  public record Up(boolean ok, String status, String service) {}

  @GET
  @Open
  @Operation(summary = "Whether the server is up")
  public Up health() {
    return new Up(true, "up", "purser");
  }
}
