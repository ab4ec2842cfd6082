package dev.purser.workflows.agent;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.workflows.HoldLine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to an agent and the scopes above it. Amounts in nano-dollars.
 *
 * @param version of the agent's account and its scopes' together
 * @param status as last journaled; an agent's own workflow makes it and does not read it from here
 * @param holds all that hold the agent, of kinds AGENT and SCOPE; a person's own pause or kill of
 *     the agent has id 0
 * @param todayNanos posted today by the calendar of its policy
 * @param limitNanos the limit of the rule that leaves least; null: no rule
 * @param remainingNanos what it leaves
 * @param offlineNanos what one of its intents may spend while Purser does not answer; null: no
 *     policy says
 * @param untold who is still to be told of its alerts, the oldest first, bounded; intents hear of
 *     none
 * @param run the run whose journal the ledger had taken; 0: an older sender does not say
 * @param seq up to which entry: words that the workflow took until there are among the holds, or
 *     were released
 */
public record AgentNews(
    long version,
    AgentStatus status,
    List<HoldLine> holds,
    long todayNanos,
    @Nullable Long limitNanos,
    @Nullable Long remainingNanos,
    @Nullable Long offlineNanos,
    List<Untold> untold,
    long run,
    long seq) {
  /** Nothing known yet. */
  public static final AgentNews NONE =
      new AgentNews(0, AgentStatus.ACTIVE, List.of(), 0, null, null, null, List.of());

  public AgentNews {
    status = Objects.requireNonNullElse(status, AgentStatus.ACTIVE);
    holds = holds == null ? List.of() : List.copyOf(holds);
    untold = untold == null ? List.of() : List.copyOf(untold);
  }

  /** One that does not say how far the journal is taken. */
  public AgentNews(
      long version,
      AgentStatus status,
      List<HoldLine> holds,
      long todayNanos,
      @Nullable Long limitNanos,
      @Nullable Long remainingNanos,
      @Nullable Long offlineNanos,
      List<Untold> untold) {
    this(
        version, status, holds, todayNanos, limitNanos, remainingNanos, offlineNanos, untold, 0, 0);
  }

  /** Whether the ledger had taken this entry of the workflow's journal. */
  public boolean hasTaken(long itsRun, long itsSeq) {
    return run == itsRun && seq >= itsSeq;
  }

  /** The same as of another version. */
  public AgentNews withVersion(long newVersion) {
    return new AgentNews(
        newVersion,
        status,
        holds,
        todayNanos,
        limitNanos,
        remainingNanos,
        offlineNanos,
        untold,
        run,
        seq);
  }

  /** The same for those who tell nobody. */
  public AgentNews withoutUntold() {
    return new AgentNews(
        version,
        status,
        holds,
        todayNanos,
        limitNanos,
        remainingNanos,
        offlineNanos,
        List.of(),
        run,
        seq);
  }
}
