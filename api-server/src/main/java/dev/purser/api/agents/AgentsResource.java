package dev.purser.api.agents;

import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Values;
import dev.purser.api.policies.PolicyAnswers;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.agents.Agent;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.agents.Health;
import dev.purser.ledger.events.MeshEvent;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.policies.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows agents and what happened to them. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public final class AgentsResource {
  private final Ledger ledger;
  private final AgentPaths paths;

  public AgentsResource(Ledger ledger, AgentPaths paths) {
    this.ledger = ledger;
    this.paths = paths;
  }

  /** A part of a list, with how many there are of each health. */
  public record Many(
      boolean ok, List<AgentView> agents, Summary summary, @Nullable String nextCursor) {}

  /** How many there are. */
  public record Summary(
      long total, long healthy, long degraded, long unreachable, long killed, long unknown) {
    static Summary of(Agents.Summary summary) {
      return new Summary(
          summary.total(),
          count(summary, Health.HEALTHY),
          count(summary, Health.DEGRADED),
          count(summary, Health.UNREACHABLE),
          count(summary, Health.KILLED),
          count(summary, Health.UNKNOWN));
    }

    private static long count(Agents.Summary summary, Health health) {
      return summary.byHealth().getOrDefault(health, 0L);
    }
  }

  /** One agent. */
  public record One(boolean ok, AgentView agent) {}

  /** What happened, the newest first. */
  public record Events(boolean ok, List<EventView> events, @Nullable String nextCursor) {}

  @GET
  @Path("/mesh/agents")
  @Needs(Role.OPERATOR)
  @Operation(summary = "All agents: how they are, what they spent")
  public Many list(
      @QueryParam("health") @Nullable String health,
      @QueryParam("window") @Nullable String window,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    Health wanted = Values.query("health", health, Health::fromWire);
    Period period = period(window);
    Page<Agent> page = ledger.agents().list(wanted, Values.limit(limit), cursor);
    return new Many(
        true,
        page.items().stream().map(agent -> AgentView.of(agent, period)).toList(),
        Summary.of(ledger.agents().summary()),
        page.next());
  }

  private static Period period(@Nullable String window) {
    Period period =
        Values.query(
            "window",
            window,
            text ->
                switch (text) {
                  case "day" -> Period.DAY;
                  case "week" -> Period.WEEK;
                  case "month" -> Period.MONTH;
                  default -> throw new IllegalArgumentException("must be day, week or month");
                });
    return Objects.requireNonNullElse(period, Period.DAY);
  }

  @GET
  @Path("/mesh/agents/{agent: .+}")
  @Needs(Role.AGENT)
  @Operation(summary = "One agent, with its policy, windows, grants and newest events")
  public One get(@PathParam("agent") String agent, @Context Caller caller) {
    AgentAddress address = paths.address(agent);
    caller.requireMayActFor(address);
    AgentDetail detail = ledger.agents().require(address);
    return new One(
        true,
        AgentView.of(
            detail,
            AgentView.ProgressView.of(
                ledger.carriage().isCarried(address),
                ledger.intents().open(address, detail.holds())),
            ledger.agents().burn(address),
            PolicyAnswers.policy(ledger.policies().get(Owner.of(address)).orElse(null))));
  }

  @GET
  @Path("/mesh/events")
  @Needs(Role.OPERATOR)
  @Operation(summary = "What happened to agents: who, when, why")
  public Events events(
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("event_type") @Nullable String type,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    AgentAddress address = Values.agent(agent);
    Page<MeshEvent> page =
        ledger
            .events()
            .list(address == null ? null : address.value(), type, Values.limit(limit), cursor);
    return new Events(true, page.items().stream().map(EventView::of).toList(), page.next());
  }
}
