package dev.purser.api.agents;

import dev.purser.api.Briefly;
import dev.purser.api.Followed;
import dev.purser.api.Told;
import dev.purser.api.Workflows;
import dev.purser.api.http.Futures;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Refusals;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people do to an agent, whether by the API or on a page. */
public final class AgentActs {
  private final Ledger ledger;
  private final Workflows workflows;

  public AgentActs(Ledger ledger, Workflows workflows) {
    this.ledger = ledger;
    this.workflows = workflows;
  }

  /** What a resume came to. */
  public record Resumed(Told told, List<Outcome.GrantLine> grants) {}

  /** Has it wait until someone resumes it. */
  public Told pause(AgentAddress agent, String actor, @Nullable String reason) {
    return stop(agent, Directive.PARK, actor, reason);
  }

  /** Ends its work. */
  public Told kill(AgentAddress agent, String actor, @Nullable String reason) {
    return stop(agent, Directive.KILL, actor, reason);
  }

  /** In force with the ledger's commit; while the ledger is away the workflow takes it. */
  private Told stop(
      AgentAddress agent, Directive directive, String actor, @Nullable String reason) {
    try {
      return told(
          agent,
          Futures.get(
                  ledger.intake().submit(new Request.Stop(agent, null, directive, actor, reason)))
              .order());
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE) {
        throw e;
      }
      Act act = new Act(actor, reason);
      return Told.of(
          directive == Directive.KILL ? workflows.kill(agent, act) : workflows.pause(agent, act));
    }
  }

  private Told told(AgentAddress agent, Order order) {
    String status = order.directive().upon(AgentStatus.ACTIVE).name();
    return new Told(status, true, Followed.soon(() -> ledger.carriage().isCarried(agent)));
  }

  /**
   * Releases what its own rule or pause has parked; 409 where a window would still be full.
   *
   * @param grant extra budget for every full window; null: none
   * @param key makes the grant idempotent
   * @param knownUntil a person who stopped it after that is not overruled: 409; null: the one who
   *     resumes knows how it stands
   */
  public Resumed resume(
      AgentAddress agent,
      @Nullable Usd grant,
      String key,
      @Nullable Instant knownUntil,
      String actor,
      @Nullable String reason) {
    Request.Resume request = new Request.Resume(agent, null, grant, key, knownUntil, actor, reason);
    try {
      Outcome.Resumed resumed =
          Refusals.conflictWhereFull(() -> Futures.get(ledger.intake().submit(request)));
      return new Resumed(told(agent, resumed.order()), resumed.grants());
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE || grant != null || knownUntil != null) {
        throw e;
      }
      Ack ack = workflows.resume(agent, new ResumeAct(actor, reason, List.of(), 0));
      return new Resumed(Told.of(ack), List.of());
    }
  }

  /** How many of its intents have not ended; null while the ledger is away. */
  @Nullable Long openIntents(AgentAddress agent) {
    try {
      return ledger.intents().countOpen(agent);
    } catch (Refused e) {
      return null;
    }
  }

  /** The agent, once it is known to be there; while the ledger is away nobody can tell. */
  public AgentAddress require(AgentAddress agent) {
    try {
      if (Briefly.read(() -> ledger.agents().get(agent)).isEmpty()) {
        throw ProblemException.notFound("agent_not_found", "there is no agent " + agent);
      }
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE) {
        throw e;
      }
    }
    return agent;
  }
}
