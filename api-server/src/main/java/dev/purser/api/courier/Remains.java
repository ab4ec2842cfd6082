package dev.purser.api.courier;

import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.journal.IntentEntry;
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
    End end = end(id, closed);
    EventType event = EventType.valueOf(end.status().name());
    Map<String, String> details = end.reason() == null ? Map.of() : Map.of("reason", end.reason());
    ledger
        .journal()
        .intent(
            new IntentEntry(
                id,
                ledger.carriage().nextRun(),
                1,
                end.status(),
                List.of(),
                intent.get().delivery(),
                List.of(new IntentEntry.Event(event, null, details)),
                List.of(),
                ACTOR,
                end.reason(),
                end.result(),
                Instant.now()));
    return true;
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
