package dev.purser.api.intents;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Connections;
import dev.purser.api.http.Sse;
import dev.purser.api.http.Values;
import dev.purser.api.http.Waiting;
import dev.purser.api.intents.IntentAnswers.Work;
import dev.purser.api.openapi.Gives;
import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.ApiKey.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands intents to agents that have no Temporal worker: one to a response, claimed for its reader.
 */
@Path("/v1")
@Tag(name = "Intents")
public final class PullResource {
  private static final List<IntentStatus> TO_WORK_ON =
      List.of(IntentStatus.SUBMITTED, IntentStatus.DELIVERED);

  private final Puller.Desk desk;
  private final AgentPaths agents;
  private final Waiting waiting;

  /**
   * @param claims claims intents, which takes a word with their workflows
   */
  public PullResource(
      Ledger ledger,
      Workflows workflows,
      IntentDesk intents,
      AgentPaths agents,
      Waiting waiting,
      Executor claims,
      Connections connections,
      Clock clock) {
    this.desk =
        new Puller.Desk(
            ledger.intents(), ledger.deliveries(), workflows, intents, claims, connections, clock);
    this.agents = agents;
    this.waiting = waiting;
  }

  @GET
  @Path("/agents/{agent: .+}/intents/stream")
  @Needs(Role.AGENT)
  @Operation(summary = "Wait for an intent to work on, as a server-sent event; claims it for 60 s")
  @Gives(value = Work.class, type = Sse.MEDIA_TYPE)
  public void stream(
      @PathParam("agent") String agent,
      @QueryParam("since") @Nullable String since,
      @QueryParam("wait_seconds") @Nullable String wait,
      @QueryParam("status") @Nullable String status,
      @Context Caller caller,
      @Context ContainerRequestContext request,
      @Suspended AsyncResponse response) {
    AgentAddress address = agents.address(agent);
    caller.requireMayActFor(address);
    long after = IntentsResource.since(since);
    List<IntentStatus> wanted = wanted(IntentsResource.statuses(status));
    Duration time = Duration.ofSeconds(Values.waitSeconds(wait));
    Puller puller =
        new Puller(desk, address, wanted, caller.name(), after, Connections.of(request));
    response.register((CompletionCallback) puller::answered);
    waiting.answer(response, time, puller);
  }

  /** Here an intent that was created waits as SUBMITTED at once. */
  private static List<IntentStatus> wanted(List<IntentStatus> asked) {
    if (asked.isEmpty()) {
      return TO_WORK_ON;
    }
    List<IntentStatus> wanted =
        TO_WORK_ON.stream()
            .filter(
                status ->
                    asked.contains(status)
                        || (status == IntentStatus.SUBMITTED
                            && asked.contains(IntentStatus.CREATED)))
            .toList();
    if (wanted.isEmpty()) {
      throw new InvalidFieldException(
          "status", "must have CREATED, SUBMITTED or DELIVERED: nothing else is handed out");
    }
    return wanted;
  }
}
