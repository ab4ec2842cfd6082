package dev.purser.api.agents;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Keys;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Refusals;
import dev.purser.api.intents.GrantView;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
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
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Pauses, kills and releases one agent. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public final class AgentActsResource {
  private final Ledger ledger;
  private final Workflows workflows;
  private final AgentPaths paths;

  public AgentActsResource(Ledger ledger, Workflows workflows, AgentPaths paths) {
    this.ledger = ledger;
    this.workflows = workflows;
    this.paths = paths;
  }

  /** What came of it; not journaled: the ledger is away and hears of it later. */
  public record Acted(
      boolean ok,
      AgentAddress address,
      String status,
      boolean journaled,
      @Nullable List<GrantView> grants) {}

  @POST
  @Path("/mesh/agents/{agent: .+}/pause")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Have an agent wait: its intents park, new ones too")
  @Takes(AgentRequests.Stop.class)
  public Acted pause(
      @PathParam("agent") String agent, @Nullable Body body, @Context Caller caller) {
    return act(agent, body, caller, workflows::pause);
  }

  @POST
  @Path("/mesh/agents/{agent: .+}/kill")
  @Needs(Role.OPERATOR)
  @Operation(summary = "End an agent's work: its intents are canceled, new ones refused")
  @Takes(AgentRequests.Stop.class)
  public Acted kill(@PathParam("agent") String agent, @Nullable Body body, @Context Caller caller) {
    return act(agent, body, caller, workflows::kill);
  }

  private Acted act(
      String agent, @Nullable Body body, Caller caller, BiFunction<AgentAddress, Act, Ack> what) {
    AgentAddress address = require(agent);
    Ack ack = what.apply(address, new Act(caller.name(), Body.of(body).text("reason")));
    return new Acted(true, address, ack.status(), ack.journaled(), null);
  }

  /** An agent that is there; while the ledger is away nobody can tell. */
  private AgentAddress require(String agent) {
    AgentAddress address = paths.address(agent);
    try {
      if (ledger.agents().get(address).isEmpty()) {
        throw ProblemException.notFound("agent_not_found", "there is no agent " + address);
      }
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE) {
        throw e;
      }
    }
    return address;
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
    AgentAddress address = require(agent);
    Request.Resume request =
        new Request.Resume(
            address,
            null,
            GrantsResource.amount(fields, "grant_usd"),
            Keys.orRandom(key),
            caller.name(),
            fields.text("reason"));
    Outcome.Resumable may =
        Refusals.conflictWhereFull(() -> Futures.get(ledger.intake().submit(request)));
    Ack ack =
        workflows.resume(
            address, new ResumeAct(caller.name(), request.reason(), may.holdIds(), may.version()));
    return new Acted(true, address, ack.status(), ack.journaled(), GrantView.of(may.grants()));
  }
}
