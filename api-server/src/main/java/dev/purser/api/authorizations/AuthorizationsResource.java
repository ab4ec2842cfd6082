package dev.purser.api.authorizations;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.Answers;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets callers ask before they spend. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authorizations")
public final class AuthorizationsResource {
  private final Intake intake;
  private final Subjects subjects;
  private final Function<UUID, List<AgentAddress>> owners;
  private final Answers answers;

  /**
   * @param owners the agents that have an authorization under this id
   */
  public AuthorizationsResource(
      Intake intake,
      Subjects subjects,
      Function<UUID, List<AgentAddress>> owners,
      Answers answers) {
    this.intake = intake;
    this.subjects = subjects;
    this.owners = owners;
    this.answers = answers;
  }

  @POST
  @Path("/mesh/authorizations")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "Ask whether this much may be spent, and reserve it")
  @Takes(AuthorizationRequests.Authorize.class)
  @Gives(AuthorizedView.class)
  public void authorize(
      @Nullable Body body, @Context Caller caller, @Suspended AsyncResponse response) {
    Fields asked = Body.of(body);
    UUID intent = asked.uuid("intent_id");
    submit(asked, intent, caller, response);
  }

  @POST
  @Path("/intents/{id}/authorizations")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "Ask whether an intent may spend this much, and reserve it")
  @Takes(AuthorizationRequests.Authorize.class)
  @Gives(AuthorizedView.class)
  public void authorizeUnder(
      @PathParam("id") String id,
      @Nullable Body body,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    Fields asked = Body.of(body);
    UUID intent = Values.intentId(id);
    UUID named = asked.uuid("intent_id");
    if (named != null && !named.equals(intent)) {
      throw new InvalidFieldException("intent_id", "differs from the path's");
    }
    submit(asked, intent, caller, response);
  }

  private void submit(Fields asked, @Nullable UUID intent, Caller caller, AsyncResponse response) {
    AgentAddress agent = subjects.agent(asked, intent, caller);
    String task = asked.text("task", Subjects.MAX_TASK);
    answer(AuthorizeReader.read(asked, agent, intent, task), response);
  }

  @POST
  @Path("/mesh/authorizations/{authorization_id}/extend")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "Keep an authorization pending for longer")
  @Takes(AuthorizationRequests.Extend.class)
  @Gives(AuthorizedView.class)
  public void extend(
      @PathParam("authorization_id") String id,
      @QueryParam("agent") @Nullable String of,
      @Nullable Body body,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    UUID authorization = requireId(id);
    AgentAddress agent = requireOwner(authorization, of, caller);
    answer(new Request.Extend(agent, authorization, AuthorizeReader.ttl(Body.of(body))), response);
  }

  @DELETE
  @Path("/mesh/authorizations/{authorization_id}")
  @Needs(Role.AGENT)
  @Operation(summary = "Give back what an authorization reserved")
  @Gives(AuthorizedView.class)
  public void release(
      @PathParam("authorization_id") String id,
      @QueryParam("agent") @Nullable String of,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    UUID authorization = requireId(id);
    answer(new Request.Release(requireOwner(authorization, of, caller), authorization), response);
  }

  private void answer(Request<Outcome.Authorized> request, AsyncResponse response) {
    answers.send(intake.submit(request), AuthorizedView::from, response);
  }

  private static UUID requireId(String id) {
    try {
      return Values.uuid(id);
    } catch (IllegalArgumentException e) {
      throw notFound(id);
    }
  }

  /** Ids belong to agents: whose it is says the request, the key, or that there is only one. */
  private AgentAddress requireOwner(UUID id, @Nullable String named, Caller caller) {
    AgentAddress of = Values.agent(named);
    AgentAddress agent = of == null ? caller.agent() : of;
    if (agent != null) {
      caller.requireMayActFor(agent);
      return agent;
    }
    List<AgentAddress> having = owners.apply(id);
    if (having.isEmpty()) {
      throw notFound(id.toString());
    }
    if (having.size() > 1) {
      throw new InvalidFieldException(
          "agent", "is required: more than one agent has an authorization " + id);
    }
    return having.get(0);
  }

  private static ProblemException notFound(String id) {
    return ProblemException.notFound("authorization_not_found", "there is no authorization " + id);
  }
}
