package dev.purser.api.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.Values;
import dev.purser.api.openapi.Takes;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.policies.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a policy would have done on past spend; it is set by nobody, and nothing changes. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public final class PreviewResource {
  private static final Duration DEFAULT = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(400);

  private final PolicyDesk desk;
  private final AgentPaths agents;
  private final Clock clock;

  public PreviewResource(PolicyDesk desk, AgentPaths agents, Clock clock) {
    this.desk = desk;
    this.agents = agents;
    this.clock = clock;
  }

  @POST
  @Path("/mesh/agents/{agent: .+}/policies/cost/preview")
  @Needs(Role.OPERATOR)
  @Operation(
      summary = "What a policy would have done to an agent, by default in the last 30 days",
      description =
          "Takes what PUT takes, with from and to. A pause or kill is taken to last until its window"
              + " ends, also where a person would have to resume. Spending is known by the quarter"
              + " of an hour; its burn rate is its sum times four.")
  @Takes(PolicyRequests.Preview.class)
  public PreviewAnswer agent(@PathParam("agent") String agent, @Nullable Body body) {
    return preview(Owner.of(agents.address(agent)), Body.of(body));
  }

  @POST
  @Path("/mesh/policies/cost/preview")
  @Needs(Role.OPERATOR)
  @Operation(
      summary = "What a policy would have done to a scope, by default in the last 30 days",
      description =
          "As for an agent. One that applies to each is run over the agents that it would govern"
              + " now, one that applies to the total over the sum of all.")
  @Takes(PolicyRequests.Preview.class)
  public PreviewAnswer scope(@QueryParam("scope") @Nullable String scope, @Nullable Body body) {
    return preview(ScopePolicyResource.owner(scope), Body.of(body));
  }

  private PreviewAnswer preview(Owner owner, Fields fields) {
    Instant asked = fields.parsed("to", Values::timeOrDay);
    Instant to = Objects.requireNonNullElse(asked, clock.instant());
    Instant since = fields.parsed("from", Values::timeOrDay);
    Instant from = Objects.requireNonNullElse(since, to.minus(DEFAULT));
    if (!from.isBefore(to)) {
      throw asked == null
          ? fields.wrong("from", "must be before now, where to is left out")
          : fields.wrong("to", "must be after from");
    }
    if (from.isBefore(to.minus(LONGEST))) {
      throw fields.wrong("from", "must be at most " + LONGEST.toDays() + " days before to");
    }
    ObjectNode rest = fields.json().deepCopy();
    rest.remove(List.of("from", "to"));
    return desk.preview(owner, rest, from, to);
  }
}
