package dev.purser.api.agents;

import dev.purser.api.Told;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.grants.GrantView;
import dev.purser.api.grants.GrantsResource;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Keys;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pauses, kills and releases one agent. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public final class AgentActsResource {
  private final AgentActs acts;
  private final AgentPaths paths;

  public AgentActsResource(AgentActs acts, AgentPaths paths) {
    this.acts = acts;
    this.paths = paths;
  }

  /**
   * What came of it; not journaled: the ledger is away and hears of it later.
   *
   * @param openIntents how many of its intents have not ended; left out while the ledger is away
   * @param following whether its workflow has heard of it; it is in force without that
   */
  public record Acted(
      boolean ok,
      AgentAddress address,
      String status,
      @Nullable Long openIntents,
      boolean following,
      boolean journaled,
      @Nullable List<GrantView> grants) {}

  @POST
  @Path("/mesh/agents/{agent: .+}/pause")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Have an agent wait: its intents park, new ones too")
  @Takes(AgentRequests.Stop.class)
  public Acted pause(
      @PathParam("agent") String agent, @Nullable Body body, @Context Caller caller) {
    AgentAddress address = acts.require(paths.address(agent));
    return acted(address, acts.pause(address, caller.name(), reason(body)), null);
  }

  @POST
  @Path("/mesh/agents/{agent: .+}/kill")
  @Needs(Role.OPERATOR)
  @Operation(summary = "End an agent's work: its intents are canceled, new ones refused")
  @Takes(AgentRequests.Stop.class)
  public Acted kill(@PathParam("agent") String agent, @Nullable Body body, @Context Caller caller) {
    AgentAddress address = acts.require(paths.address(agent));
    return acted(address, acts.kill(address, caller.name(), reason(body)), null);
  }

  private static @Nullable String reason(@Nullable Body body) {
    return Body.of(body).text("reason");
  }

  private Acted acted(AgentAddress address, Told told, @Nullable List<GrantView> grants) {
    return new Acted(
        true,
        address,
        told.status(),
        told.journaled() ? acts.openIntents(address) : null,
        told.following(),
        told.journaled(),
        grants);
  }

  @POST
  @Path("/mesh/agents/{agent: .+}/resume")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Release what the agent's own rule or pause has parked")
  @Takes(AgentRequests.Resume.class)
  public Acted resume(
      @PathParam("agent") String agent,
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    Fields fields = Body.of(body);
    AgentAddress address = acts.require(paths.address(agent));
    AgentActs.Resumed resumed =
        acts.resume(
            address,
            GrantsResource.amount(fields, "grant_usd"),
            Keys.orRandom(key),
            null,
            caller.name(),
            fields.text("reason"));
    return acted(address, resumed.told(), GrantView.of(resumed.grants()));
  }
}
