package dev.purser.worker;

import dev.purser.ledger.Ledger;
import dev.purser.ledger.policies.Addressee;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.summary.SummarySettings;
import dev.purser.workflows.summary.SummaryStart;
import dev.purser.workflows.summary.SummaryWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the daily summary follow the settings of the worker that started last. */
final class SummaryStarter {
  private static final Logger log = LoggerFactory.getLogger(SummaryStarter.class);
  private static final String SETTINGS = "settings";

  private SummaryStarter() {}

  /** Starts its workflow, or tells the one that runs; where nobody is to be told, that ends it. */
  static void apply(WorkflowClient client, Ledger ledger, SummarySettings settings) {
    if (!settings.isOn()) {
      end(client, settings);
      return;
    }
    client
        .newUntypedWorkflowStub(SummaryWorkflow.TYPE, WorkflowStarts.summary())
        .signalWithStart(
            SETTINGS, new Object[] {settings}, new Object[] {SummaryStart.of(settings)});
    warnOfChannels(ledger, settings);
  }

  @SuppressWarnings("UnusedException")
  private static void end(WorkflowClient client, SummarySettings settings) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.SUMMARY).signal(SETTINGS, settings);
    } catch (WorkflowNotFoundException e) {
      // None runs, as is right.
    }
  }

  /** They may still be made before the first summary is due. */
  private static void warnOfChannels(Ledger ledger, SummarySettings settings) {
    List<String> names =
        settings.addressees().stream()
            .filter(one -> Addressee.parse(one).kind() == Addressee.Kind.CHANNEL)
            .toList();
    for (String missing : ledger.channels().missing(names)) {
      log.warn("PURSER_SUMMARY_TO names {}, and there is no channel of that name yet", missing);
    }
  }
}
