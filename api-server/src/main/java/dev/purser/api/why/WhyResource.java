package dev.purser.api.why;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Values;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.snapshots.Snapshots;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/** Answers why. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Why")
public final class WhyResource {
  private final Intents intents;
  private final Snapshots snapshots;
  private final Agents agents;
  private final Workflows workflows;
  private final Subjects subjects;
  private final AgentPaths paths;

  public WhyResource(
      Intents intents,
      Snapshots snapshots,
      Agents agents,
      Workflows workflows,
      Subjects subjects,
      AgentPaths paths) {
    this.intents = intents;
    this.snapshots = snapshots;
    this.agents = agents;
    this.workflows = workflows;
    this.subjects = subjects;
    this.paths = paths;
  }

  @GET
  @Path("/intents/{id}/why")
  @Needs(Role.AGENT)
  @Operation(summary = "Why an intent stands where it stands, and what would move it")
  public Why intent(@PathParam("id") String id, @Context Caller caller) {
    UUID intent = Values.intentId(id);
    caller.requireMayActFor(subjects.ofIntent(intent));
    return Why.of(intents.why(intent), snapshots.require(intent), workflows);
  }

  @GET
  @Path("/mesh/agents/{agent: .+}/why")
  @Needs(Role.AGENT)
  @Operation(summary = "Why an agent stands where it stands, and what would move it")
  public Why agent(@PathParam("agent") String agent, @Context Caller caller) {
    AgentAddress address = paths.address(agent);
    caller.requireMayActFor(address);
    return Why.of(agents.require(address));
  }
}
