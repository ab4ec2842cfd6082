package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.grants.GrantView;
import dev.purser.api.grants.GrantsResource;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Keys;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Refusals;
import dev.purser.api.intents.IntentAnswers.Acted;
import dev.purser.api.intents.IntentAnswers.CompletionDelivery;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Json;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
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
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Ends, pauses, kills and releases intents. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Intents")
public final class IntentActsResource {
  private static final Set<IntentStatus> ENDS =
      Set.of(IntentStatus.COMPLETED, IntentStatus.FAILED, IntentStatus.CANCELED);

  private final Intake intake;
  private final Workflows workflows;
  private final IntentDesk desk;

  public IntentActsResource(Intake intake, Workflows workflows, IntentDesk desk) {
    this.intake = intake;
    this.workflows = workflows;
    this.desk = desk;
  }

  @POST
  @Path("/intents/{id}/resolve")
  @Needs(Role.AGENT)
  @Operation(summary = "End an intent: COMPLETED, FAILED or CANCELED")
  @Takes(IntentRequests.Resolve.class)
  public Acted resolve(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    IntentStatus end = fields.require("status", fields.parsed("status", IntentActsResource::end));
    return end(desk.requireOpen(id, caller), end, fields, caller);
  }

  private static IntentStatus end(String text) {
    for (IntentStatus end : ENDS) {
      if (end.name().equals(text.toUpperCase(Locale.ROOT))) {
        return end;
      }
    }
    throw new IllegalArgumentException("must be COMPLETED, FAILED or CANCELED");
  }

  private Acted end(Intent intent, IntentStatus end, Fields fields, Caller caller) {
    JsonNode result = fields.json().get("result");
    String reason =
        end == IntentStatus.COMPLETED ? fields.text("reason") : IntentDesk.reason(fields);
    Ack ack =
        workflows.resolve(
            intent.id(),
            new Resolution(
                end,
                result == null || result.isNull() ? null : Json.write(result),
                reason,
                caller.name()));
    return acted(intent.id(), ack, CompletionDelivery.of(intent), null);
  }

  @POST
  @Path("/intents/{id}/pause")
  @Needs(Role.AGENT)
  @Operation(summary = "Park an intent until someone resumes it")
  @Takes(IntentRequests.Stop.class)
  public Acted pause(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    return act(id, body, caller, workflows::pause);
  }

  @POST
  @Path("/intents/{id}/kill")
  @Needs(Role.AGENT)
  @Operation(summary = "Cancel an intent")
  @Takes(IntentRequests.Stop.class)
  public Acted kill(@PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    return act(id, body, caller, workflows::kill);
  }

  private Acted act(
      String id, @Nullable Body body, Caller caller, BiFunction<UUID, Act, Ack> what) {
    UUID intent = desk.requireOpenId(id, caller);
    Act act = new Act(caller.name(), Body.of(body).text("reason"));
    return acted(intent, what.apply(intent, act), null, null);
  }

  @POST
  @Path("/intents/{id}/resume")
  @Needs(Role.AGENT)
  @Operation(summary = "Complete or fail an intent (its agent), or release a parked one")
  @Takes(IntentRequests.Resume.class)
  public Acted resume(
      @PathParam("id") String id,
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    Fields fields = Body.of(body);
    if (fields.has("action")) {
      IntentStatus end =
          fields.require("action", fields.parsed("action", IntentActsResource::action));
      return end(desk.requireOpen(id, caller), end, fields, caller);
    }
    UUID intent = desk.requireOpenId(id, caller);
    caller.requireOperator("releasing what was stopped");
    if (fields.has("task_result")) {
      throw ProblemException.conflict("no human task waits at this intent");
    }
    Outcome.Resumable may = mayResume(intent, fields, Keys.orRandom(key), caller);
    Ack ack =
        workflows.resume(
            intent,
            new ResumeAct(caller.name(), fields.text("reason"), may.holdIds(), may.version()));
    return acted(intent, ack, null, GrantView.of(may.grants()));
  }

  /**
   * What may go. While the ledger is away that is what only the workflow knows: a person's pause.
   */
  private Outcome.Resumable mayResume(UUID id, Fields fields, String key, Caller caller) {
    Usd grant = GrantsResource.amount(fields, "grant_usd");
    try {
      Request.Resume request =
          new Request.Resume(
              desk.agentOf(id), id, grant, key, caller.name(), fields.text("reason"));
      return Refusals.conflictWhereFull(() -> Futures.get(intake.submit(request)));
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE || grant != null) {
        throw e;
      }
      return new Outcome.Resumable(List.of(), 0, List.of());
    }
  }

  private static IntentStatus action(String text) {
    return switch (text) {
      case "complete" -> IntentStatus.COMPLETED;
      case "fail" -> IntentStatus.FAILED;
      default -> throw new IllegalArgumentException("must be complete or fail");
    };
  }

  private Acted acted(
      UUID id, Ack ack, @Nullable CompletionDelivery completion, @Nullable List<GrantView> grants) {
    IntentStatus status = IntentStatus.valueOf(ack.status());
    IntentDesk.Newest newest = desk.newest(id, status);
    return new Acted(
        true,
        id,
        status,
        newest == null ? null : newest.view(),
        newest == null ? null : newest.event(),
        ack.journaled(),
        completion,
        grants);
  }
}
