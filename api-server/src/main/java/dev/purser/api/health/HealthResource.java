package dev.purser.api.health;

import dev.purser.api.auth.Open;
import dev.purser.api.http.Problem;
import dev.purser.api.http.ProblemException;
import dev.purser.health.Readiness;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Says that the server is up, and whether work may be given to it. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public final class HealthResource {
  /** The answer. */
  public record Up(boolean ok, String status, String service) {}

  private final Supplier<Readiness.Answer> readiness;

  public HealthResource(Supplier<Readiness.Answer> readiness) {
    this.readiness = readiness;
  }

  @GET
  @Path("health")
  @Open
  @Operation(summary = "Whether the server is up")
  public Up health() {
    return new Up(true, "up", "purser");
  }

  /** What the server works without leaves it ready: people must reach it to stop something. */
  @GET
  @Path("ready")
  @Open
  @Operation(summary = "Whether work may be given to the server, and what it works without")
  public Readiness.Answer ready() {
    Readiness.Answer now = readiness.get();
    if (!now.ok()) {
      throw new ProblemException(
          Problem.of(503, "not_ready", "the server is " + now.status(), List.of(), Map.of()));
    }
    return now;
  }
}
