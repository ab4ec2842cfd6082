package dev.purser.api.courier;

import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.journal.IntentEntry;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.intent.IntentView;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Journals what became of intents whose workflow was closed without a word to the ledger. */
final class Remains {
  private static final String ACTOR = "temporal";

  private final Ledger ledger;
  private final WorkflowClient client;

  Remains(Ledger ledger, WorkflowClient client) {
    this.ledger = ledger;
    this.client = client;
  }

  /** How an intent ended. */
  private record End(IntentStatus status, @Nullable String reason, @Nullable String result) {}

  /**
   * Writes down how it ended, unless the ledger knows.
   *
   * @return whether there was something to write
   */
  boolean journal(UUID id, WorkflowExecutionStatus closed) {
    Optional<Intent> intent = ledger.intents().get(id);
    if (intent.isEmpty() || intent.get().status().isTerminal()) {
      return false;
    }
    write(intent.get(), end(id, closed), ACTOR);
    return true;
  }

  /** Ends in the ledger what no workflow runs for: by whom and why its kill says. */
  void end(IntentSnapshot snapshot) {
    Hold kill = snapshot.order().parkedBy();
    String reason = kill == null ? "killed" : kill.reason();
    write(
        snapshot.intent(),
        new End(IntentStatus.CANCELED, reason, null),
        kill == null ? null : kill.actor());
  }

  private void write(Intent intent, End end, @Nullable String actor) {
    EventType event = EventType.valueOf(end.status().name());
    Map<String, String> details = end.reason() == null ? Map.of() : Map.of("reason", end.reason());
    ledger
        .journal()
        .intent(
            new IntentEntry(
                intent.id(),
                ledger.carriage().nextRun(),
                1,
                end.status(),
                List.of(),
                intent.delivery(),
                List.of(new IntentEntry.Event(event, null, details)),
                List.of(),
                actor,
                end.reason(),
                end.result(),
                Instant.now()));
  }

  private End end(UUID id, WorkflowExecutionStatus closed) {
    return switch (closed) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
          new End(IntentStatus.CANCELED, "terminated in Temporal", null);
      case WORKFLOW_EXECUTION_STATUS_CANCELED ->
          new End(IntentStatus.CANCELED, "canceled in Temporal", null);
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          new End(IntentStatus.TIMED_OUT, "its workflow timed out in Temporal", null);
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> asItSays(id);
      default -> new End(IntentStatus.FAILED, "its workflow failed in Temporal", null);
    };
  }

  private End asItSays(UUID id) {
    try {
      IntentView view =
          client.newUntypedWorkflowStub(WorkflowIds.intent(id)).getResult(IntentView.class);
      if (view.status().isTerminal()) {
        return new End(view.status(), view.reason(), view.result());
      }
    } catch (WorkflowException e) {
      // What it said cannot be had.
    }
    return new End(IntentStatus.FAILED, "its workflow ended without saying how", null);
  }
}
