package dev.purser.api.courier;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.courier.Parcel;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries the newest snapshot to one workflow: starts the workflow if it never was, starts it again
 * if Temporal has lost it, and writes down how it ended if it was closed.
 */
final class Carrier {
  private static final String NEWS = "news";

  private final Ledger ledger;
  private final WorkflowClient client;
  private final TemporalDoor temporal;
  private final Starter starter;
  private final Remains remains;
  private final CourierWatch watch;

  Carrier(Ledger ledger, WorkflowClient client, Starter starter, CourierWatch watch) {
    this.ledger = ledger;
    this.client = client;
    this.temporal = new TemporalDoor(client);
    this.starter = starter;
    this.remains = new Remains(ledger, client);
    this.watch = watch;
  }

  void carry(Parcel parcel) {
    boolean first = parcel.news() == 1;
    if (parcel.kind() == Parcel.Kind.INTENT) {
      intent(UUID.fromString(parcel.subject()), first);
    } else {
      agent(new AgentAddress(parcel.subject()), first);
    }
  }

  private void intent(UUID id, boolean first) {
    Optional<IntentSnapshot> found = ledger.snapshots().intent(id);
    if (found.isEmpty() || found.get().intent().status().isTerminal()) {
      return;
    }
    IntentSnapshot snapshot = found.get();
    boolean killed = snapshot.order().directive() == Directive.KILL;
    if (!killed && (first || snapshot.intent().status() == IntentStatus.CREATED)) {
      start(snapshot, CourierWatch.Event.STARTED);
      return;
    }
    try {
      signal(WorkflowIds.intent(id), Messages.news(snapshot));
    } catch (WorkflowNotFoundException e) {
      find(snapshot, e);
    }
  }

  /** It does not take signals: it is unknown, or closed, or was just between two runs. */
  private void find(IntentSnapshot snapshot, WorkflowNotFoundException unheard) {
    UUID id = snapshot.intent().id();
    Optional<WorkflowExecutionStatus> known = temporal.describe(WorkflowIds.intent(id));
    if (known.isEmpty() && snapshot.order().directive() == Directive.KILL) {
      // What never started, or was lost, need not start to be ended.
      remains.end(snapshot);
      watch.count(CourierWatch.Event.CLOSED);
    } else if (known.isEmpty()) {
      start(snapshot, CourierWatch.Event.ADOPTED);
    } else if (isOpen(known.get())) {
      throw unheard;
    } else {
      bury(id, known.get());
    }
  }

  private void start(IntentSnapshot snapshot, CourierWatch.Event as) {
    try {
      starter.intent(snapshot);
      watch.count(as);
    } catch (WorkflowExecutionAlreadyStarted e) {
      UUID id = snapshot.intent().id();
      temporal.describe(WorkflowIds.intent(id)).ifPresent(status -> bury(id, status));
    }
  }

  private void bury(UUID id, WorkflowExecutionStatus closed) {
    if (!isOpen(closed) && remains.journal(id, closed)) {
      watch.count(CourierWatch.Event.CLOSED);
    }
  }

  private void agent(AgentAddress address, boolean first) {
    Optional<IntentSnapshot.AgentHalf> half = ledger.snapshots().agent(address);
    if (half.isEmpty()) {
      return;
    }
    try {
      if (!first) {
        signal(WorkflowIds.agent(address), Messages.news(half.get()));
        return;
      }
    } catch (WorkflowNotFoundException e) {
      // Lost, or ended by someone's hand: an agent is always started again.
    }
    starter.agent(half.get());
    watch.count(first ? CourierWatch.Event.STARTED : CourierWatch.Event.ADOPTED);
  }

  private void signal(String workflowId, Object news) {
    client.newUntypedWorkflowStub(workflowId).signal(NEWS, news);
    watch.count(CourierWatch.Event.SIGNALLED);
  }

  /**
   * Looks an open intent up in Temporal, before anyone has news for it.
   *
   * @return whether Temporal should know it and does not
   */
  boolean isMissing(UUID id) {
    Optional<WorkflowExecutionStatus> known = temporal.describe(WorkflowIds.intent(id));
    known.ifPresent(status -> bury(id, status));
    // Asked again: it may have been started between the two questions.
    return known.isEmpty() && temporal.describe(WorkflowIds.intent(id)).isEmpty();
  }

  /** Whether the workflow of an agent that something stops does not run. */
  boolean isMissing(AgentAddress agent) {
    return temporal.describe(WorkflowIds.agent(agent)).filter(Carrier::isOpen).isEmpty();
  }

  private static boolean isOpen(WorkflowExecutionStatus status) {
    return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
        || status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW
        || status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED;
  }
}
