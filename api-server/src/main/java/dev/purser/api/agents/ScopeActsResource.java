package dev.purser.api.agents;

import dev.purser.api.Followed;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Refusals;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.Scope;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.agents.ScopeHolds;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Pauses, kills and releases all agents below a prefix, and those that come later. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public final class ScopeActsResource {
  private final Ledger ledger;
  private final ScopeHolds holds;

  public ScopeActsResource(Ledger ledger) {
    this.ledger = ledger;
    this.holds = ledger.scopeHolds();
  }

  /**
   * What came of it.
   *
   * @param openIntents how many intents below it have not ended
   * @param following whether the workflows of all agents below it have heard of it
   */
  public record Acted(
      boolean ok,
      String scope,
      String status,
      long openIntents,
      boolean following,
      boolean journaled) {}

  @POST
  @Path("/mesh/pause")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Have all agents below a scope wait")
  @Takes(AgentRequests.ScopeAct.class)
  public Acted pause(@Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    Scope scope = scope(fields);
    holds.pause(scope, caller.name(), fields.text("reason"));
    return acted(scope, "PAUSED");
  }

  @POST
  @Path("/mesh/kill")
  @Needs(Role.OPERATOR)
  @Operation(summary = "End the work of all agents below a scope")
  @Takes(AgentRequests.ScopeAct.class)
  public Acted kill(@Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    Scope scope = scope(fields);
    holds.kill(scope, caller.name(), fields.text("reason"));
    return acted(scope, "KILLED");
  }

  @POST
  @Path("/mesh/resume")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Release what holds a scope; each agent's own holds stay")
  @Takes(AgentRequests.ScopeAct.class)
  public Acted resume(@Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    Scope scope = scope(fields);
    Refusals.conflictWhereFull(() -> holds.resume(scope, caller.name(), fields.text("reason")));
    return acted(scope, "ACTIVE");
  }

  private Acted acted(Scope scope, String status) {
    boolean following = Followed.soon(() -> ledger.carriage().isCarriedBelow(scope));
    return new Acted(
        true, scope.value(), status, ledger.intents().countOpenBelow(scope), following, true);
  }

  private static Scope scope(Fields fields) {
    return fields.require("scope", fields.parsed("scope", Scope::parse));
  }
}
