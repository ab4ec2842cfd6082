package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.Told;
import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.grants.GrantView;
import dev.purser.api.grants.GrantsResource;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Keys;
import dev.purser.api.http.ProblemException;
import dev.purser.api.intents.IntentAnswers.Acted;
import dev.purser.api.intents.IntentAnswers.CompletionDelivery;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.Ack;
import dev.purser.workflows.intent.Resolution;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends, pauses, kills and releases intents. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Intents")
public final class IntentActsResource {
  private final Workflows workflows;
  private final IntentActs acts;
  private final IntentDesk desk;

  public IntentActsResource(Workflows workflows, IntentActs acts, IntentDesk desk) {
    this.workflows = workflows;
    this.acts = acts;
    this.desk = desk;
  }

  @POST
  @Path("/intents/{id}/resolve")
  @Needs(Role.AGENT)
  @Operation(summary = "End an intent: COMPLETED, FAILED or CANCELED")
  @Takes(IntentRequests.Resolve.class)
  public Acted resolve(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    Ending ending = Ending.resolved(Body.of(body));
    return end(desk.require(id, caller), ending, caller);
  }

  /** The same end again is answered like the first: its answer may have been lost. */
  private Acted end(Intent intent, Ending ending, Caller caller) {
    IntentStatus status = ending.status();
    if (intent.status() == status) {
      Ack already = new Ack(status.name(), false, true, null);
      return acted(intent.id(), Told.of(already), CompletionDelivery.of(intent), null);
    }
    desk.requireOpen(intent);
    JsonNode outcome = ending.outcome();
    Ack ack =
        workflows.resolve(
            intent.id(),
            new Resolution(
                status,
                outcome == null ? null : outcome.toString(),
                ending.reason(),
                caller.name()));
    return acted(intent.id(), Told.of(ack), CompletionDelivery.of(intent), null);
  }

  @POST
  @Path("/intents/{id}/pause")
  @Needs(Role.AGENT)
  @Operation(summary = "Park an intent until someone resumes it")
  @Takes(IntentRequests.Stop.class)
  public Acted pause(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    UUID intent = desk.requireOpenId(id, caller);
    return acted(intent, acts.pause(intent, caller.name(), reason(body)), null, null);
  }

  @POST
  @Path("/intents/{id}/kill")
  @Needs(Role.AGENT)
  @Operation(summary = "Cancel an intent")
  @Takes(IntentRequests.Stop.class)
  public Acted kill(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    UUID intent = desk.requireOpenId(id, caller);
    return acted(intent, acts.kill(intent, caller.name(), reason(body)), null, null);
  }

  private static @Nullable String reason(@Nullable Body body) {
    return Body.of(body).text("reason");
  }

  @POST
  @Path("/intents/{id}/resume")
  @Needs(Role.AGENT)
  @Operation(
      summary =
          "Complete or fail an intent (its agent), release a parked one, or a task that is stopped")
  @Takes(IntentRequests.Resume.class)
  public Acted resume(
      @PathParam("id") String id,
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    Fields fields = Body.of(body);
    Ending ending = Ending.resumed(fields, caller);
    if (ending != null) {
      return end(desk.require(id, caller), ending, caller);
    }
    UUID intent = desk.requireReleasableId(id, caller);
    caller.requireOperator("releasing what was stopped");
    if (fields.has("task_result")) {
      throw ProblemException.conflict("no human task waits at this intent");
    }
    IntentActs.Resumed resumed =
        acts.resume(
            intent,
            GrantsResource.amount(fields, "grant_usd"),
            Keys.orRandom(key),
            null,
            caller.name(),
            fields.text("reason"));
    return acted(intent, resumed.told(), null, GrantView.of(resumed.grants()));
  }

  private Acted acted(
      UUID id,
      Told told,
      @Nullable CompletionDelivery completion,
      @Nullable List<GrantView> grants) {
    IntentStatus status = IntentStatus.valueOf(told.status());
    IntentDesk.Newest newest = desk.newest(id, status, told.journaled());
    return new Acted(
        true,
        id,
        status,
        newest == null ? null : newest.view(),
        newest == null ? null : newest.event(),
        told.following(),
        told.journaled(),
        completion,
        grants);
  }
}
