package dev.purser.api.intents;

import dev.purser.api.Workflows;
import dev.purser.api.http.Futures;
import dev.purser.api.http.Refusals;
import dev.purser.domain.money.Usd;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people do to an intent, whether by the API or on a page. */
public final class IntentActs {
  private final Intake intake;
  private final Workflows workflows;
  private final IntentDesk desk;

  public IntentActs(Intake intake, Workflows workflows, IntentDesk desk) {
    this.intake = intake;
    this.workflows = workflows;
    this.desk = desk;
  }

  /** What a resume came to. */
  public record Resumed(Ack ack, List<Outcome.GrantLine> grants) {}

  /** Parks it until someone resumes it. */
  public Ack pause(UUID intent, String actor, @Nullable String reason) {
    return workflows.pause(intent, new Act(actor, reason));
  }

  /** Cancels it. */
  public Ack kill(UUID intent, String actor, @Nullable String reason) {
    return workflows.kill(intent, new Act(actor, reason));
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
    Outcome.Resumable may =
        mayGo(
            () ->
                new Request.Resume(
                    desk.agentOf(intent), intent, grant, key, knownUntil, actor, reason),
            grant != null);
    Ack ack = workflows.resume(intent, new ResumeAct(actor, reason, may.holdIds(), may.version()));
    return new Resumed(ack, may.grants());
  }

  /** While the ledger is away that is what only the workflow knows: a person's pause. */
  private Outcome.Resumable mayGo(Supplier<Request.Resume> request, boolean grants) {
    try {
      Request.Resume asked = request.get();
      return Refusals.conflictWhereFull(() -> Futures.get(intake.submit(asked)));
    } catch (Refused e) {
      if (e.code() != Refused.Code.UNAVAILABLE || grants) {
        throw e;
      }
      return new Outcome.Resumable(List.of(), 0, List.of());
    }
  }
}
