package dev.purser.activities;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.ledger.Refused;
import dev.purser.ledger.journal.Journal;
import dev.purser.ledger.journal.Receipt;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.journal.AgentEntry;
import dev.purser.workflows.journal.EventLine;
import dev.purser.workflows.journal.IntentEntry;
import dev.purser.workflows.journal.JournalActivities;
import dev.purser.workflows.journal.Journaled;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes workflows' entries to the ledger's journal. */
public final class JournalActivitiesImpl implements JournalActivities {
  private static final Logger log = LoggerFactory.getLogger(JournalActivitiesImpl.class);

  private final Journal journal;

  public JournalActivitiesImpl(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Journaled journalIntent(List<IntentEntry> entries) {
    return each(entries, entry -> journal.intent(converted(entry)));
  }

  @Override
  public Journaled journalAgent(List<AgentEntry> entries) {
    return each(entries, entry -> journal.agent(converted(entry)));
  }

  private static <E> Journaled each(List<E> entries, Function<E, Receipt> take) {
    Journaled answer = new Journaled(false, 0);
    for (E entry : entries) {
      try {
        Receipt receipt = take.apply(entry);
        answer = new Journaled(receipt.superseded(), receipt.version());
      } catch (Refused e) {
        if (e.code() != Refused.Code.NOT_FOUND) {
          throw e;
        }
        // Of another ledger: waiting for it to come would never end.
        log.warn("ends a workflow that the ledger does not know: {}", e.getMessage());
        return new Journaled(true, 0);
      }
    }
    return answer;
  }

  private static dev.purser.ledger.journal.IntentEntry converted(IntentEntry entry) {
    return new dev.purser.ledger.journal.IntentEntry(
        UUID.fromString(entry.intentId()),
        entry.run(),
        entry.seq(),
        entry.status(),
        HoldLines.toHolds(entry.holds()),
        entry.delivery(),
        entry.events().stream().map(JournalActivitiesImpl::converted).toList(),
        entry.releasedHoldIds(),
        entry.actor(),
        entry.reason(),
        entry.result(),
        entry.at(),
        hold(entry.lifted()));
  }

  private static dev.purser.ledger.journal.IntentEntry.Event converted(EventLine line) {
    return new dev.purser.ledger.journal.IntentEntry.Event(
        line.type(), line.waitingReason(), line.details());
  }

  private static dev.purser.ledger.journal.AgentEntry converted(AgentEntry entry) {
    HoldLine parkedBy = entry.parkedBy();
    return new dev.purser.ledger.journal.AgentEntry(
        new AgentAddress(entry.address()),
        entry.run(),
        entry.seq(),
        entry.status(),
        parkedBy == null ? null : parkedBy.toHold(),
        entry.releasedHoldIds(),
        entry.actor(),
        entry.reason(),
        entry.at(),
        parkedBy == null ? null : word(parkedBy),
        hold(entry.lifted()));
  }

  private static @Nullable Hold hold(@Nullable HoldLine line) {
    return line == null ? null : line.toHold();
  }

  private static @Nullable Demand word(HoldLine line) {
    return line.id() == 0 && line.actor() != null ? line.toDemand() : null;
  }
}
