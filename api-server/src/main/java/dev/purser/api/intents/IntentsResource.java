package dev.purser.api.intents;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Answers;
import dev.purser.api.http.Body;
import dev.purser.api.http.Keys;
import dev.purser.api.http.Values;
import dev.purser.api.intents.IntentAnswers.Created;
import dev.purser.api.intents.IntentAnswers.Events;
import dev.purser.api.intents.IntentAnswers.Many;
import dev.purser.api.intents.IntentAnswers.One;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Page;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentFilter;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates intents and shows them. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Intents")
public final class IntentsResource {
  private static final int MAX_EVENTS = 1000;

  private final Intake intake;
  private final IntentDesk desk;
  private final Answers answers;
  private final Clock clock;

  public IntentsResource(Intake intake, IntentDesk desk, Answers answers, Clock clock) {
    this.intake = intake;
    this.desk = desk;
    this.answers = answers;
    this.clock = clock;
  }

  @POST
  @Path("/intents")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "Create an intent")
  @Takes(IntentRequests.Create.class)
  @Gives(Created.class)
  public void create(
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    Request.Create request =
        IntentReader.read(Body.of(body), caller, Keys.checked(key), clock.instant());
    desk.requireAllowedLimit(request.agent(), request.limit(), caller);
    answers.send(intake.submit(request), Created::of, response);
  }

  @GET
  @Path("/intents/{id}")
  @Needs(Role.AGENT)
  @Operation(summary = "Show an intent")
  public One get(@PathParam("id") String id, @Context Caller caller) {
    return new One(true, desk.view(desk.readable(id, caller)));
  }

  @GET
  @Path("/intents")
  @Needs(Role.AGENT)
  @Operation(
      summary =
          "List intents, the newest first; with payload=true as many as have a few megabytes of"
              + " payloads, results and checkpoints")
  public Many list(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("status") @Nullable String status,
      @QueryParam("intent_type") @Nullable String type,
      @QueryParam("task") @Nullable String task,
      @QueryParam("tag") @Nullable String tag,
      @QueryParam("payload") @Nullable String payload,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context Caller caller) {
    AgentAddress of = Values.agent(agent);
    if (caller.isAgent()) {
      of = of == null ? caller.agent() : of;
    }
    if (of != null) {
      caller.requireMayActFor(of);
    }
    String tagged = Values.text("tag", tag);
    String[] pair = tagged == null ? new String[2] : tagged.split(":", 2);
    if (pair.length < 2) {
      throw new InvalidFieldException("tag", "must be KEY:VALUE");
    }
    IntentFilter filter =
        new IntentFilter(
            of,
            statuses(status),
            Values.text("intent_type", type),
            Values.text("task", task),
            pair[0],
            pair[1]);
    Page<Intent> page =
        Values.flag("payload", payload)
            ? desk.listWithContents(filter, Values.limit(limit), cursor)
            : desk.list(filter, Values.limit(limit), cursor);
    return new Many(true, desk.briefViews(page.items()), page.next());
  }

  /** One state, or several with commas between. */
  static List<IntentStatus> statuses(@Nullable String text) {
    List<IntentStatus> read =
        Values.query(
            "status",
            text,
            t ->
                Arrays.stream(t.split(",", -1))
                    .map(
                        name -> {
                          try {
                            return IntentStatus.valueOf(name.toUpperCase(Locale.ROOT));
                          } catch (IllegalArgumentException e) {
                            throw new IllegalArgumentException(
                                "must be of " + Arrays.toString(IntentStatus.values()), e);
                          }
                        })
                    .toList());
    return read == null ? List.of() : read;
  }

  @GET
  @Path("/intents/{id}/events")
  @Needs(Role.AGENT)
  @Operation(summary = "What happened to an intent, in order")
  public Events events(
      @PathParam("id") String id,
      @QueryParam("since") @Nullable String since,
      @Context Caller caller) {
    UUID intent = desk.requireReadableId(id, caller);
    return new Events(true, desk.events(intent, since(since), MAX_EVENTS));
  }

  static long since(@Nullable String since) {
    return Values.whole("since", since, 0, Long.MAX_VALUE / 2, 0);
  }
}
