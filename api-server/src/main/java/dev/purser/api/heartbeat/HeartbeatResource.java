package dev.purser.api.heartbeat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.Body;
import dev.purser.api.http.Connections;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.http.HoldView;
import dev.purser.api.http.Keys;
import dev.purser.api.http.TraceFilter;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.agents.Agent;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.intents.Deliveries;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes signs of life, with what was spent since the last one. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public final class HeartbeatResource {
  private static final Set<String> COUNTS =
      Set.of(
          "intents_total",
          "intents_succeeded",
          "intents_failed",
          "llm_calls",
          "tokens_in",
          "tokens_out");

  private final Agents agents;
  private final Deliveries deliveries;
  private final Intake intake;
  private final Subjects subjects;
  private final HealthBook health;
  private final Connections connections;
  private final Duration unnamed;

  /**
   * @param unnamed how long a claim is kept by heartbeats that do not name its intent
   */
  public HeartbeatResource(
      Agents agents,
      Deliveries deliveries,
      Intake intake,
      Subjects subjects,
      HealthBook health,
      Connections connections,
      Duration unnamed) {
    this.connections = connections;
    this.unnamed = unnamed;
    this.agents = agents;
    this.deliveries = deliveries;
    this.intake = intake;
    this.subjects = subjects;
    this.health = health;
  }

  /** The answer. */
  public record Heard(
      boolean ok,
      AgentAddress address,
      String healthStatus,
      AgentStatus status,
      Directive directive,
      Usd todayUsd,
      @JsonInclude(Include.ALWAYS) @Nullable Usd remainingUsd,
      @Nullable HoldView parkedBy,
      @Nullable Boolean duplicate) {}

  @POST
  @Path("/mesh/heartbeat")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.AGENT)
  @Operation(summary = "A sign of life, with what was spent since the last one")
  @Takes(HeartbeatRequests.Beat.class)
  public Heard heartbeat(
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam(TraceFilter.HEADER) @Nullable String trace,
      @Context ContainerRequestContext request,
      @Context Caller caller) {
    Fields fields = Body.of(body);
    UUID intent = fields.uuid("intent_id");
    AgentAddress agent = subjects.agent(fields, intent, caller);
    Request.Report report = report(fields, agent, intent, id(fields, key, trace));
    AgentDetail before = agents.heartbeat(agent);
    health.beat(agent);
    if (intent != null) {
      deliveries.named(intent);
    }
    deliveries.alive(agent, connections.namedOver(Connections.of(request)), unnamed);
    if (report == null) {
      return answer(before);
    }
    Outcome.Reported reported = Futures.get(intake.submit(report));
    Outcome.AgentStanding standing = reported.agent();
    return new Heard(
        true,
        agent,
        health.of(agent, standing.status()),
        standing.status(),
        reported.directive(),
        standing.today(),
        standing.remaining(),
        HoldView.of(standing.parkedBy()),
        reported.duplicate() ? true : null);
  }

  private Heard answer(AgentDetail detail) {
    Agent agent = detail.agent();
    return new Heard(
        true,
        agent.address(),
        health.of(agent.address(), detail.status()),
        detail.status(),
        detail.directive(),
        agent.today().usd(),
        detail.remaining(),
        HoldView.of(detail.parkedBy()),
        null);
  }

  /** AXME's Python client retries under the same trace id, and sends no other. */
  private static @Nullable String id(Fields fields, @Nullable String key, @Nullable String trace) {
    String given = fields.text("report_id", 200);
    if (given != null) {
      return given;
    }
    String checked = Keys.checked(key);
    if (checked != null) {
      return checked;
    }
    return trace == null || trace.isBlank() || trace.length() > 150 ? null : "heartbeat:" + trace;
  }

  /** What it cost goes to the intent that is named, or else to the one that is worked on. */
  private Request.@Nullable Report report(
      Fields fields, AgentAddress agent, @Nullable UUID intent, @Nullable String id) {
    Fields metrics = fields.object("metrics");
    if (metrics == null) {
      return null;
    }
    COUNTS.forEach(name -> metrics.whole(name, 0, Usage.MAX_TOKENS));
    Usd cost = metrics.cost("cost_usd");
    if (cost == null || cost.isZero()) {
      return null;
    }
    return new Request.Report(
        agent,
        intent == null ? deliveries.onlyClaimed(agent).orElse(null) : intent,
        null,
        id == null ? UUID.randomUUID().toString() : id,
        id == null,
        Body.hash(metrics.json()),
        cost,
        null,
        null,
        0,
        null,
        metrics.json().toString(),
        null,
        intent != null);
  }
}
