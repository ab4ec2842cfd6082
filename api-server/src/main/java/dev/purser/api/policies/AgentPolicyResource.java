package dev.purser.api.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Body;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.policies.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The policy of an agent. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public final class AgentPolicyResource {
  private final PolicyDesk desk;
  private final AgentPaths agents;

  public AgentPolicyResource(PolicyDesk desk, AgentPaths agents) {
    this.desk = desk;
    this.agents = agents;
  }

  @GET
  @Path("/mesh/agents/{agent: .+}/policies/cost")
  @Needs(Role.AGENT)
  @Operation(summary = "The policy of an agent")
  @Gives(PolicyShapes.One.class)
  public Response get(@PathParam("agent") String agent, @Context Caller caller) {
    caller.requireMayActFor(agents.address(agent));
    return desk.get(Owner.of(agents.address(agent)));
  }

  @PUT
  @Path("/mesh/agents/{agent: .+}/policies/cost")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(summary = "Set the policy of an agent; it acts at once on what is already spent")
  @Takes({PolicyRequests.Rules.class, PolicyRequests.Flat.class})
  @Gives(PolicyShapes.One.class)
  public Response put(
      @PathParam("agent") String agent,
      @Nullable Body body,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context Caller caller) {
    return desk.put(Owner.of(agents.address(agent)), body, ifMatch, caller);
  }

  @DELETE
  @Path("/mesh/agents/{agent: .+}/policies/cost")
  @Needs(Role.ADMIN)
  @Operation(summary = "Delete the policy of an agent; its versions stay")
  @Gives(PolicyShapes.One.class)
  public Response delete(
      @PathParam("agent") String agent,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context Caller caller) {
    return desk.delete(Owner.of(agents.address(agent)), ifMatch, caller);
  }

  @GET
  @Path("/mesh/agents/{agent: .+}/policies/cost/versions")
  @Needs(Role.AGENT)
  @Operation(summary = "Every version, the newest first: who and when")
  @Gives(PolicyShapes.Many.class)
  public ObjectNode versions(
      @PathParam("agent") String agent,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Caller caller) {
    caller.requireMayActFor(agents.address(agent));
    return desk.versions(Owner.of(agents.address(agent)), Values.limit(limit), cursor);
  }

  @GET
  @Path("/mesh/agents/{agent: .+}/policies/cost/versions/{version}")
  @Needs(Role.AGENT)
  @Operation(summary = "One version")
  @Gives(PolicyShapes.One.class)
  public Response version(
      @PathParam("agent") String agent,
      @PathParam("version") String version,
      @Context Caller caller) {
    caller.requireMayActFor(agents.address(agent));
    return desk.version(Owner.of(agents.address(agent)), version);
  }
}
