package dev.purser.api.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Sse;
import dev.purser.api.http.Values;
import dev.purser.api.http.Waiting;
import dev.purser.api.intents.IntentAnswers.Standing;
import dev.purser.api.openapi.Gives;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intents.Deliveries;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentEvent;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.intent.Progress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** For whoever works on an intent: progress, checkpoints, the directive, events as they come. */
@Path("/v1")
@Tag(name = "Intents")
public final class IntentWorkResource {
  private static final int MAX_CHECKPOINT = 256 << 10;
  private static final int MAX_EVENTS = 500;
  private static final int LOOKS_A_SECOND = 5;

  private final Deliveries deliveries;
  private final Workflows workflows;
  private final IntentDesk desk;
  private final Waiting waiting;

  public IntentWorkResource(
      Deliveries deliveries, Workflows workflows, IntentDesk desk, Waiting waiting) {
    this.deliveries = deliveries;
    this.workflows = workflows;
    this.desk = desk;
    this.waiting = waiting;
  }

  @POST
  @Path("/intents/{id}/progress")
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "The agent's word, with a checkpoint; answered once the ledger has it")
  @Takes(IntentRequests.Progress.class)
  public Standing progress(
      @PathParam("id") String id, @Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    Long named = fields.whole("delivery", 1, Integer.MAX_VALUE);
    Long seq = fields.whole("seq", 0, Long.MAX_VALUE / 2);
    IntentStatus status = fields.parsed("status", IntentWorkResource::word);
    JsonNode checkpoint = checkpoint(fields);
    Intent intent = desk.requireOpen(id, caller);
    int delivery = named == null ? intent.delivery() : named.intValue();
    if (delivery < intent.delivery()) {
      throw ProblemException.conflict(
          "delivery " + delivery + " was superseded by delivery " + intent.delivery());
    }
    requireHandedOut(intent, delivery);
    if (checkpoint != null) {
      deliveries.saveCheckpoint(
          intent.id(), delivery, seq == null ? nextSeq(intent, delivery) : seq, checkpoint);
    } else if (delivery > 0) {
      deliveries.named(intent.id(), delivery);
    }
    if (status != null && status != intent.status()) {
      workflows.progress(intent.id(), new Progress(delivery, status));
    }
    Standing standing = desk.standing(intent.id());
    return status == null
            || standing.status().isTerminal()
            || standing.directive() != Directive.CONTINUE
        ? standing
        : standing.at(status);
  }

  /** A delivery is handed out also while the ledger is away: then its workflow alone knows. */
  private void requireHandedOut(Intent intent, int delivery) {
    int newest = intent.delivery();
    if (delivery > newest) {
      newest = workflows.delivery(intent.id());
    }
    if (delivery > newest) {
      throw ProblemException.conflict(
          newest == 0
              ? "the intent was not delivered yet"
              : "there was no delivery " + delivery + ": the newest is delivery " + newest);
    }
  }

  private static long nextSeq(Intent intent, int delivery) {
    Intent.Checkpoint last = intent.checkpoint();
    return last == null || last.delivery() != delivery ? 1 : last.seq() + 1;
  }

  private static @Nullable JsonNode checkpoint(Fields fields) {
    JsonNode checkpoint = fields.json().get("checkpoint");
    if (checkpoint == null || checkpoint.isNull()) {
      return null;
    }
    if (checkpoint.toString().getBytes(StandardCharsets.UTF_8).length > MAX_CHECKPOINT) {
      throw fields.wrong("checkpoint", "must have at most " + MAX_CHECKPOINT + " bytes of JSON");
    }
    return checkpoint;
  }

  private static IntentStatus word(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "ACKNOWLEDGED" -> IntentStatus.ACKNOWLEDGED;
      case "IN_PROGRESS" -> IntentStatus.IN_PROGRESS;
      default -> throw new IllegalArgumentException("must be ACKNOWLEDGED or IN_PROGRESS");
    };
  }

  @GET
  @Path("/intents/{id}/directive")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "Wait until the directive is another one than seen")
  @Gives(Standing.class)
  public void directive(
      @PathParam("id") String id,
      @QueryParam("seen") @Nullable String seen,
      @QueryParam("wait_seconds") @Nullable String wait,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    UUID intent = desk.requireId(id, caller);
    Directive known = Values.query("seen", seen, IntentWorkResource::directive);
    Duration time = Duration.ofSeconds(Values.waitSeconds(wait));
    AtomicInteger looks = new AtomicInteger();
    waiting.answer(
        response,
        time,
        () -> {
          // The whole standing takes a dozen queries: each second is often enough.
          if (looks.getAndIncrement() % LOOKS_A_SECOND != 0) {
            return null;
          }
          Standing now = desk.standing(intent);
          return now.directive() == known ? null : now;
        },
        () -> desk.standing(intent));
  }

  private static Directive directive(String text) {
    for (Directive directive : Directive.values()) {
      if (directive.name().equals(text.toUpperCase(Locale.ROOT))) {
        return directive;
      }
    }
    throw new IllegalArgumentException("must be CONTINUE, PARK or KILL");
  }

  @GET
  @Path("/intents/{id}/events/stream")
  @Needs(Role.AGENT)
  @Operation(summary = "Events as they come, as server-sent events; ends soon after some were sent")
  @Gives(value = IntentEvent.class, type = Sse.MEDIA_TYPE)
  public void stream(
      @PathParam("id") String id,
      @QueryParam("since") @Nullable String since,
      @QueryParam("wait_seconds") @Nullable String wait,
      @Context Caller caller,
      @Suspended AsyncResponse response) {
    UUID intent = desk.requireReadableId(id, caller);
    long after = IntentsResource.since(since);
    Duration time = Duration.ofSeconds(Values.waitSeconds(wait));
    waiting.answer(
        response,
        time,
        () -> {
          List<IntentEvent> events = desk.events(intent, after, MAX_EVENTS);
          if (events.isEmpty()) {
            return null;
          }
          Sse sse = new Sse();
          events.forEach(event -> sse.event(event.seq(), event.eventType(), event));
          return sse.response();
        },
        () -> Sse.timeout(after));
  }
}
