package dev.purser.worker;

import dev.purser.activities.FanOutActivitiesImpl;
import dev.purser.activities.JournalActivitiesImpl;
import dev.purser.activities.LedgerActivitiesImpl;
import dev.purser.activities.telling.Telling;
import dev.purser.ledger.Ledger;
import dev.purser.workflows.TaskQueues;
import dev.purser.workflows.agent.AgentWorkflowImpl;
import dev.purser.workflows.intent.IntentWorkflowImpl;
import dev.purser.workflows.messages.ChannelTestWorkflowImpl;
import dev.purser.workflows.summary.SummaryWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Hosts the workflows and the activities that touch the ledger; {@link #main} is its process. */
public final class PurserWorker implements AutoCloseable {
  private static final Duration HEARTBEATS = Duration.ofMillis(300);
  private static final long DEADLOCK_MILLIS = 10_000;
  private static final long GOODBYE_SECONDS = 10;

  /** Each waits for its receiver more than it works. */
  private static final int MESSAGES_AT_ONCE = 20;

  private final WorkerFactory factory;
  private final FanOutActivitiesImpl fanOut;
  private final boolean searchAttributes;

  private PurserWorker(
      WorkerFactory factory, FanOutActivitiesImpl fanOut, boolean searchAttributes) {
    this.factory = factory;
    this.fanOut = fanOut;
    this.searchAttributes = searchAttributes;
  }

  /** Runs it as a process of its own, by its environment. */
  public static void main(String[] args) {
    WorkerMain.run(System.getenv());
  }

  /**
   * Registers the search attributes, begins to work, and has the daily summary follow its settings.
   *
   * @param client with {@link dev.purser.workflows.PurserDataConverter}
   * @param telling how people and programs are told what happens
   */
  public static PurserWorker start(
      WorkflowClient client, Ledger ledger, WorkerSettings settings, Telling telling) {
    boolean searchAttributes = SearchAttributes.register(client);
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(settings.workflows())
                .setMaxWorkflowThreadCount(settings.threads())
                .build());
    Worker worker = factory.newWorker(TaskQueues.PURSER, options(settings));
    worker.registerWorkflowImplementationTypes(
        IntentWorkflowImpl.class,
        AgentWorkflowImpl.class,
        ChannelTestWorkflowImpl.class,
        SummaryWorkflowImpl.class);
    FanOutActivitiesImpl fanOut = new FanOutActivitiesImpl(ledger.intents(), client);
    worker.registerActivitiesImplementations(
        new JournalActivitiesImpl(ledger.journal()),
        new LedgerActivitiesImpl(ledger, Clock.systemUTC()),
        fanOut);
    factory
        .newWorker(
            TaskQueues.MESSAGES,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(MESSAGES_AT_ONCE)
                .build())
        .registerActivitiesImplementations(telling.messages(), telling.summaries());
    factory.start();
    PurserWorker started = new PurserWorker(factory, fanOut, searchAttributes);
    try {
      SummaryStarter.apply(client, ledger, telling.daily());
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
    return started;
  }

  private static WorkerOptions options(WorkerSettings settings) {
    WorkerOptions.Builder options =
        WorkerOptions.newBuilder()
            .setMaxHeartbeatThrottleInterval(HEARTBEATS)
            // A second is over too soon on two busy cores, and nothing here computes for long.
            .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS);
    if (!settings.sticky()) {
      options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
    }
    return options.build();
  }

  /** Whether Temporal's pages show status, cost and holds. */
  public boolean hasSearchAttributes() {
    return searchAttributes;
  }

  /** Takes no new tasks, and lets those in hand end. */
  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
    fanOut.close();
  }
}
