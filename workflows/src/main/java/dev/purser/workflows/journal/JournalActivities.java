package dev.purser.workflows.journal;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/**
 * Writes back what workflows decided. An entry taken before is taken again silently; entries of a
 * run that is not the newest are refused.
 */
@ActivityInterface
public interface JournalActivities {
  /** Entries of one intent, in order. */
  Journaled journalIntent(List<IntentEntry> entries);

  /** Entries of one agent, in order. */
  Journaled journalAgent(List<AgentEntry> entries);
}
