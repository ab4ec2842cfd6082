package dev.purser.api.agents;

import dev.purser.api.Workflows;
import dev.purser.api.http.Futures;
import dev.purser.api.http.ProblemException;
import dev.purser.api.http.Refusals;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
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
  public record Resumed(Ack ack, List<Outcome.GrantLine> grants) {}

  /** Has it wait until someone resumes it. */
  public Ack pause(AgentAddress agent, String actor, @Nullable String reason) {
    return workflows.pause(agent, new Act(actor, reason));
  }

  /** Ends its work. */
  public Ack kill(AgentAddress agent, String actor, @Nullable String reason) {
    return workflows.kill(agent, new Act(actor, reason));
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
    Outcome.Resumable may =
        Refusals.conflictWhereFull(() -> Futures.get(ledger.intake().submit(request)));
    Ack ack = workflows.resume(agent, new ResumeAct(actor, reason, may.holdIds(), may.version()));
    return new Resumed(ack, may.grants());
  }

  /** The agent, once it is known to be there; while the ledger is away nobody can tell. */
  public AgentAddress require(AgentAddress agent) {
    try {
      if (ledger.agents().get(agent).isEmpty()) {
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
