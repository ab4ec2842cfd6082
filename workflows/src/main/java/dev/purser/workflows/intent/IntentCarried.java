package dev.purser.workflows.intent;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.journal.IntentEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an intent's workflow hands to the next.
 *
 * @param seq the number of the last journal entry made
 * @param pending entries the ledger does not have yet, in order
 * @param beneath where the intent stands, or stood before it waited
 * @param shown the holds in force
 * @param person the hold of a person; null: none
 * @param own what the workflow found out by itself while the ledger was away; null: nothing
 * @param released ids of holds that were released here and may still stand in an older snapshot
 * @param held reports the ledger does not have yet
 * @param lost how many deliveries were lost
 */
public record IntentCarried(
    long seq,
    List<IntentEntry> pending,
    IntentStatus beneath,
    List<HoldLine> shown,
    IntentHalf intent,
    AgentNews agent,
    @Nullable HoldLine person,
    @Nullable HoldLine own,
    List<Long> released,
    List<ReportLine> held,
    int lost) {
  public IntentCarried {
    pending = pending == null ? List.of() : List.copyOf(pending);
    shown = shown == null ? List.of() : List.copyOf(shown);
    intent = intent == null ? IntentHalf.NONE : intent;
    agent = agent == null ? AgentNews.NONE : agent;
    released = released == null ? List.of() : List.copyOf(released);
    held = held == null ? List.of() : List.copyOf(held);
  }
}
