package dev.purser.api.intents;

import dev.purser.api.Followed;
import dev.purser.api.Told;
import dev.purser.api.Workflows;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Refusals;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.intents.Intent;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do to an intent, whether by the API or on a page. */
public final class IntentActs {
  private final Ledger ledger;
  private final Workflows workflows;
  private final IntentDesk desk;

  public IntentActs(Ledger ledger, Workflows workflows, IntentDesk desk) {
    this.ledger = ledger;
    this.workflows = workflows;
    this.desk = desk;
  }

  /** What a resume came to. */
  public record Resumed(Told told, List<Outcome.GrantLine> grants) {}

  /** Parks it until someone resumes it. */
  public Told pause(UUID intent, String actor, @Nullable String reason) {
    return stop(intent, Directive.PARK, actor, reason);
  }

  /** Cancels it. */
  public Told kill(UUID intent, String actor, @Nullable String reason) {
    return stop(intent, Directive.KILL, actor, reason);
  }

  /** In force with the ledger's commit; while the ledger is away the workflow takes it. */
  private Told stop(UUID intent, Directive directive, String actor, @Nullable String reason) {
    try {
      AgentAddress agent = desk.agentOf(intent);
      return told(
          intent,
          Futures.get(
                  ledger.intake().submit(new Request.Stop(agent, intent, directive, actor, reason)))
              .order());
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE) {
        throw e;
      }
      Act act = new Act(actor, reason);
      return Told.of(
          directive == Directive.KILL ? workflows.kill(intent, act) : workflows.pause(intent, act));
    }
  }

  /** Where its workflow is about to have it stand, if it does not yet. */
  private Told told(UUID intent, Order order) {
    boolean following = Followed.soon(() -> ledger.snapshots().require(intent).isFollowed());
    return new Told(status(intent, order, following).name(), true, following);
  }

  private IntentStatus status(UUID id, Order order, boolean following) {
    Intent intent = ledger.intents().require(id);
    if (following || intent.status().isTerminal()) {
      return intent.status();
    }
    return switch (order.directive()) {
      case KILL -> IntentStatus.CANCELED;
      case PARK -> IntentStatus.WAITING;
      case CONTINUE -> intent.tracked() ? IntentStatus.IN_PROGRESS : IntentStatus.SUBMITTED;
    };
  }

  /**
   * Releases what holds the intent itself, its task and its tree; 409 where a limit of theirs would
   * still be reached.
   *
   * @param grant extra budget for every limit that is reached; null: none
   * @param key makes the grant idempotent
   * @param knownUntil a person who parked it after that is not overruled: 409; null: the one who
   *     resumes knows how it stands
   */
  public Resumed resume(
      UUID intent,
      @Nullable Usd grant,
      String key,
      @Nullable Instant knownUntil,
      String actor,
      @Nullable String reason) {
    try {
      AgentAddress agent = desk.agentOf(intent);
      Request.Resume request =
          new Request.Resume(agent, intent, grant, key, knownUntil, actor, reason);
      Outcome.Resumed resumed =
          Refusals.conflictWhereFull(() -> Futures.get(ledger.intake().submit(request)));
      return new Resumed(told(intent, resumed.order()), resumed.grants());
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE || grant != null || knownUntil != null) {
        throw e;
      }
      Ack ack = workflows.resume(intent, new ResumeAct(actor, reason, List.of(), 0));
      return new Resumed(Told.of(ack), List.of());
    }
  }
}
