package dev.purser.workflows.agent;

import dev.purser.workflows.HoldLine;
import dev.purser.workflows.journal.AgentEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an agent's workflow hands to the next.
 *
 * @param seq the number of the last journal entry made
 * @param pending entries the ledger does not have yet, in order
 * @param person the pause or kill of a person; null: none
 * @param shown the holds in force as last journaled
 * @param released ids of holds that were released here and may still stand in an older snapshot
 * @param told the version that all open intents have heard of
 * @param untold alerts that were being sent
 */
public record AgentCarried(
    long seq,
    List<AgentEntry> pending,
    AgentNews news,
    @Nullable HoldLine person,
    List<HoldLine> shown,
    List<Long> released,
    long told,
    List<Untold> untold) {
  public AgentCarried {
    pending = pending == null ? List.of() : List.copyOf(pending);
    news = news == null ? AgentNews.NONE : news;
    shown = shown == null ? List.of() : List.copyOf(shown);
    released = released == null ? List.of() : List.copyOf(released);
    untold = untold == null ? List.of() : List.copyOf(untold);
  }
}
