package dev.purser.api.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.Scope;
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

/** The policy of a scope. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public final class ScopePolicyResource {
  private final PolicyDesk desk;

  public ScopePolicyResource(PolicyDesk desk) {
    this.desk = desk;
  }

  @GET
  @Path("/mesh/policies/cost")
  @Needs(Role.OPERATOR)
  @Operation(summary = "The policy of a scope")
  @Gives(PolicyShapes.One.class)
  public Response get(@QueryParam("scope") @Nullable String scope, @Context Caller caller) {
    return desk.get(owner(scope));
  }

  @PUT
  @Path("/mesh/policies/cost")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(summary = "Set the policy of a scope; it acts at once on what is already spent")
  @Takes({PolicyRequests.Rules.class, PolicyRequests.Flat.class})
  @Gives(PolicyShapes.One.class)
  public Response put(
      @QueryParam("scope") @Nullable String scope,
      @Nullable Body body,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context Caller caller) {
    return desk.put(owner(scope), body, ifMatch, caller);
  }

  @DELETE
  @Path("/mesh/policies/cost")
  @Needs(Role.ADMIN)
  @Operation(summary = "Delete the policy of a scope; its versions stay")
  @Gives(PolicyShapes.One.class)
  public Response delete(
      @QueryParam("scope") @Nullable String scope,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context Caller caller) {
    return desk.delete(owner(scope), ifMatch, caller);
  }

  @GET
  @Path("/mesh/policies/cost/versions")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Every version, the newest first: who and when")
  @Gives(PolicyShapes.Many.class)
  public ObjectNode versions(
      @QueryParam("scope") @Nullable String scope,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Caller caller) {
    return desk.versions(owner(scope), Values.limit(limit), cursor);
  }

  @GET
  @Path("/mesh/policies/cost/versions/{version}")
  @Needs(Role.OPERATOR)
  @Operation(summary = "One version")
  @Gives(PolicyShapes.One.class)
  public Response version(
      @QueryParam("scope") @Nullable String scope,
      @PathParam("version") String version,
      @Context Caller caller) {
    return desk.version(owner(scope), version);
  }

  static Owner owner(@Nullable String scope) {
    Scope named = Values.query("scope", scope, Scope::parse);
    if (named == null) {
      throw new InvalidFieldException(
          "scope", "must be *, agent://org/* or agent://org/workspace/*");
    }
    return Owner.of(named);
  }
}
