package dev.purser.api.intents;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Sse;
import dev.purser.api.http.Values;
import dev.purser.api.http.Waiting;
import dev.purser.api.intents.IntentAnswers.Work;
import dev.purser.api.openapi.Gives;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intents.Deliveries;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentFilter;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands intents to agents that have no Temporal worker: one to a response, claimed for its reader.
 */
@Path("/v1")
@Tag(name = "Intents")
public final class PullResource {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);
  private static final int CANDIDATES = 20;
  private static final List<IntentStatus> TO_WORK_ON =
      List.of(IntentStatus.SUBMITTED, IntentStatus.DELIVERED);

  private final Intents intents;
  private final Deliveries deliveries;
  private final Workflows workflows;
  private final IntentDesk desk;
  private final AgentPaths agents;
  private final Waiting waiting;
  private final Executor claims;
  private final Clock clock;

  /**
   * @param claims claims intents, which takes a word with their workflows
   */
  public PullResource(
      Intents intents,
      Deliveries deliveries,
      Workflows workflows,
      IntentDesk desk,
      AgentPaths agents,
      Waiting waiting,
      Executor claims,
      Clock clock) {
    this.intents = intents;
    this.deliveries = deliveries;
    this.workflows = workflows;
    this.desk = desk;
    this.agents = agents;
    this.waiting = waiting;
    this.claims = claims;
    this.clock = clock;
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
      @Suspended AsyncResponse response) {
    AgentAddress address = agents.address(agent);
    caller.requireMayActFor(address);
    long after = IntentsResource.since(since);
    List<IntentStatus> asked = IntentsResource.statuses(status);
    List<IntentStatus> wanted =
        asked.isEmpty() ? TO_WORK_ON : TO_WORK_ON.stream().filter(asked::contains).toList();
    Reader reader = new Reader(address, wanted, caller.name());
    waiting.answer(
        response,
        Duration.ofSeconds(Values.waitSeconds(wait)),
        wanted.isEmpty() ? () -> null : reader::look,
        () -> Objects.requireNonNullElseGet(reader.look(), () -> Sse.timeout(after)));
  }

  /** One who waits; claims happen beside the thread that looks for everyone. */
  private final class Reader {
    private final IntentFilter filter;
    private final String name;
    private final Map<UUID, Long> refused = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Object> answer = new AtomicReference<>();
    private volatile boolean claiming;

    Reader(AgentAddress agent, List<IntentStatus> wanted, String name) {
      this.filter = IntentFilter.of(agent).in(wanted.toArray(IntentStatus[]::new));
      this.name = name;
    }

    @Nullable Object look() {
      Object done = answer.get();
      if (done != null || claiming) {
        return done;
      }
      long now = clock.millis();
      refused.values().removeIf(at -> at + TRY_AGAIN.toMillis() < now);
      List<UUID> candidates =
          intents.list(filter, CANDIDATES, null).items().stream()
              .filter(intent -> !intent.tracked())
              .map(Intent::id)
              .filter(id -> !refused.containsKey(id))
              .toList();
      if (!candidates.isEmpty()) {
        claiming = true;
        claims.execute(() -> claim(candidates));
      }
      return null;
    }

    private void claim(List<UUID> candidates) {
      try {
        for (UUID id : candidates) {
          if (desk.standing(id).directive() != Directive.CONTINUE) {
            refused.put(id, clock.millis());
            continue;
          }
          Claimed claimed = workflows.claim(id, new Claim(name, LEASE.toMillis()));
          if (claimed.granted()) {
            long seq = clock.millis();
            Delivery delivery = Objects.requireNonNull(claimed.delivery());
            deliveries.seen(id, delivery.delivery());
            IntentView view =
                desk.view(intents.require(id), IntentStatus.DELIVERED, delivery.delivery());
            Long offline = delivery.offlineNanos();
            Work work = new Work(view, seq, offline == null ? null : Usd.ofNanos(offline));
            answer.set(new Sse().event(seq, "intent.delivered", work).response());
            return;
          }
          refused.put(id, clock.millis());
        }
      } catch (RuntimeException e) {
        candidates.forEach(id -> refused.put(id, clock.millis()));
      } finally {
        claiming = false;
      }
    }
  }
}
