package dev.purser.api.grants;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Keys;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Takes;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.window.Period;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives extra budget for current windows, of agents and of intents, and takes it back. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Grants")
public final class GrantsResource {
  private final Agents agents;
  private final Intake intake;
  private final Subjects subjects;
  private final AgentPaths paths;

  public GrantsResource(Agents agents, Intake intake, Subjects subjects, AgentPaths paths) {
    this.agents = agents;
    this.intake = intake;
    this.subjects = subjects;
    this.paths = paths;
  }

  /** Extra budget that is asked for, for the document. */
  record Grant(
      @Schema(description = "How much, in US dollars, above 0 to 1,000,000") Usd usd,
      @Schema(description = "Which window gets it; every one at its limit if left out")
          @Nullable Period period,
      @Schema(description = "Why", maxLength = 1000) @Nullable String reason) {}

  /** Grants, given or in force. */
  public record Granted(boolean ok, List<GrantView> grants, @Nullable String nextCursor) {}

  /** Dollars above zero; null where there is no such field. */
  public static @Nullable Usd amount(Fields fields, String name) {
    Usd amount = fields.usd(name);
    if (amount != null && !amount.isPositive()) {
      throw fields.wrong(name, "must be more than 0");
    }
    return amount;
  }

  @POST
  @Path("/mesh/agents/{agent: .+}/grants")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "Give an agent extra budget for its current windows")
  @Takes(GrantsResource.Grant.class)
  public Granted grantAgent(
      @PathParam("agent") String agent,
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    return grant(require(agent), null, Body.of(body), key, caller);
  }

  @POST
  @Path("/intents/{id}/grants")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "Give an intent, its task and its tree extra budget")
  @Takes(GrantsResource.Grant.class)
  public Granted grantIntent(
      @PathParam("id") String id,
      @Nullable Body body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context Caller caller) {
    UUID intent = Values.intentId(id);
    return grant(subjects.ofIntent(intent), intent, Body.of(body), key, caller);
  }

  private Granted grant(
      AgentAddress agent,
      @Nullable UUID intent,
      Fields fields,
      @Nullable String key,
      Caller caller) {
    Request.Grant request =
        new Request.Grant(
            agent,
            intent,
            fields.parsed("period", GrantsResource::period),
            fields.require("usd", amount(fields, "usd")),
            Keys.orRandom(key),
            caller.name(),
            fields.text("reason"));
    return view(agent, GrantView.of(Futures.get(intake.submit(request)).grants()));
  }

  private static Period period(String text) {
    for (Period period : Period.values()) {
      if (period.wire().equals(text)) {
        return period;
      }
    }
    throw new IllegalArgumentException("must be one of intent, task, tree, hour, day, week, month");
  }

  @GET
  @Path("/mesh/agents/{agent: .+}/grants")
  @Needs(Role.AGENT)
  @Operation(summary = "An agent's grants in force")
  public Granted ofAgent(@PathParam("agent") String agent, @Context Caller caller) {
    AgentAddress address = paths.address(agent);
    caller.requireMayActFor(address);
    return view(
        address, agents.grants(address).stream().map(grant -> GrantView.of(grant)).toList());
  }

  @GET
  @Path("/intents/{id}/grants")
  @Needs(Role.AGENT)
  @Operation(summary = "An intent's grants in force")
  public Granted ofIntent(@PathParam("id") String id, @Context Caller caller) {
    UUID intent = Values.intentId(id);
    AgentAddress agent = subjects.ofIntent(intent);
    caller.requireMayActFor(agent);
    return view(agent, agents.grants(intent).stream().map(grant -> GrantView.of(grant)).toList());
  }

  private Granted view(AgentAddress agent, List<GrantView> grants) {
    List<Budget> budgets = agents.get(agent).map(AgentDetail::budgets).orElse(List.of());
    return new Granted(
        true,
        grants.stream().map(grant -> grant.within(period -> limit(budgets, period))).toList(),
        null);
  }

  private static @Nullable Usd limit(List<Budget> budgets, Period period) {
    return budgets.stream()
        .filter(budget -> budget.period() == period)
        .map(Budget::limit)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  @DELETE
  @Path("/mesh/agents/{agent: .+}/grants/{grant_id}")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Take back an agent's grant, as far as its window still runs")
  public Granted revokeAgents(
      @PathParam("agent") String agent,
      @PathParam("grant_id") String grant,
      @Context Caller caller) {
    return revoke(require(agent), grant, caller);
  }

  @DELETE
  @Path("/intents/{id}/grants/{grant_id}")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Take back an intent's grant")
  public Granted revokeIntents(
      @PathParam("id") String id, @PathParam("grant_id") String grant, @Context Caller caller) {
    return revoke(subjects.ofIntent(Values.intentId(id)), grant, caller);
  }

  private Granted revoke(AgentAddress agent, String grant, Caller caller) {
    UUID id;
    try {
      id = Values.uuid(grant);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("grant_not_found", "there is no grant " + grant);
    }
    Request.Revoke request = new Request.Revoke(agent, id, caller.name());
    return view(agent, GrantView.of(Futures.get(intake.submit(request)).grants()));
  }

  private AgentAddress require(String agent) {
    AgentAddress address = paths.address(agent);
    if (agents.get(address).isEmpty()) {
      throw ProblemException.notFound("agent_not_found", "there is no agent " + address);
    }
    return address;
  }
}
