package dev.purser.api.courier;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.journal.Receipt;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.FanOutActivities;
import dev.purser.workflows.intent.HandedOver;
import dev.purser.workflows.intent.LedgerActivities;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.journal.AgentEntry;
import dev.purser.workflows.journal.IntentEntry;
import dev.purser.workflows.journal.JournalActivities;
import dev.purser.workflows.journal.Journaled;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The activities that these tests need, on a real ledger. */
final class LedgerDesk implements JournalActivities, LedgerActivities, FanOutActivities {
  private final Ledger ledger;
  private final WorkflowClient client;

  LedgerDesk(Ledger ledger, WorkflowClient client) {
    this.ledger = ledger;
    this.client = client;
  }

  @Override
  public Journaled journalIntent(List<IntentEntry> entries) {
    boolean superseded = false;
    for (IntentEntry entry : entries) {
      superseded |= ledger.journal().intent(translated(entry)).superseded();
    }
    return new Journaled(superseded, 0);
  }

  private static dev.purser.ledger.journal.IntentEntry translated(IntentEntry entry) {
    return new dev.purser.ledger.journal.IntentEntry(
        UUID.fromString(entry.intentId()),
        entry.run(),
        entry.seq(),
        entry.status(),
        entry.holds().stream().map(HoldLine::toHold).toList(),
        entry.delivery(),
        entry.events().stream()
            .map(
                line ->
                    new dev.purser.ledger.journal.IntentEntry.Event(
                        line.type(), line.waitingReason(), line.details()))
            .toList(),
        entry.releasedHoldIds(),
        entry.actor(),
        entry.reason(),
        entry.result(),
        entry.at(),
        entry.lifted() == null ? null : entry.lifted().toHold());
  }

  @Override
  public Journaled journalAgent(List<AgentEntry> entries) {
    Receipt last = new Receipt(false, false, 0);
    for (AgentEntry entry : entries) {
      last =
          ledger
              .journal()
              .agent(
                  new dev.purser.ledger.journal.AgentEntry(
                      new AgentAddress(entry.address()),
                      entry.run(),
                      entry.seq(),
                      entry.status(),
                      entry.parkedBy() == null ? null : entry.parkedBy().toHold(),
                      entry.releasedHoldIds(),
                      entry.actor(),
                      entry.reason(),
                      entry.at(),
                      entry.parkedBy() == null || entry.parkedBy().id() != 0
                          ? null
                          : entry.parkedBy().toDemand(),
                      entry.lifted() == null ? null : entry.lifted().toHold()));
    }
    return new Journaled(last.superseded(), last.version());
  }

  @Override
  public dev.purser.workflows.intent.IntentSnapshot readIntent(String intentId) {
    IntentSnapshot snapshot = ledger.snapshots().intent(UUID.fromString(intentId)).orElseThrow();
    var checkpoint = snapshot.intent().checkpoint();
    return new dev.purser.workflows.intent.IntentSnapshot(
        Messages.news(snapshot),
        checkpoint == null ? null : checkpoint.data().toString(),
        checkpoint == null ? 0 : checkpoint.seq());
  }

  @Override
  public HandedOver handOver(String intentId, String agent, ReportBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant claimUntil(String intentId, int delivery, long leaseMillis) {
    return Instant.now().plusMillis(leaseMillis);
  }

  @Override
  public long fanOut(String address, AgentNews news) {
    List<UUID> open = ledger.intents().openOf(new AgentAddress(address), Intents.BEGINNING, 10_000);
    for (UUID intent : open) {
      try {
        client.newUntypedWorkflowStub(WorkflowIds.intent(intent)).signal("agentNews", news);
      } catch (WorkflowNotFoundException e) {
        // It ended, or was never started.
      }
    }
    return open.size();
  }
}
