package dev.purser.workflows;

import dev.purser.workflows.agent.FanOutActivities;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.intent.LedgerActivities;
import dev.purser.workflows.journal.JournalActivities;
import dev.purser.workflows.messages.MessageActivities;
import dev.purser.workflows.summary.SummaryActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** How workflows call activities: with which patience. */
public final class Stubs {
  private static final Duration ONE_TRY = Duration.ofMillis(300);
  private static final Duration ONE_CALL = Duration.ofSeconds(10);
  private static final Duration ONE_MESSAGE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DELIVERY = Duration.ofDays(365);
  private static final RetryOptions NONE = RetryOptions.newBuilder().setMaximumAttempts(1).build();
  private static final RetryOptions WITHOUT_END =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(250))
          .setMaximumInterval(Duration.ofSeconds(5))
          .build();

  private static final RetryOptions GROWING =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(5))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofMinutes(30))
          .build();

  private Stubs() {}

  /** One short try that does not leave the workflow's worker. */
  public static JournalActivities journalAtOnce() {
    return Workflow.newLocalActivityStub(
        JournalActivities.class,
        LocalActivityOptions.newBuilder()
            .setScheduleToCloseTimeout(ONE_TRY)
            .setRetryOptions(NONE)
            .build());
  }

  /** Retried without end. */
  public static JournalActivities journalInTime() {
    return Workflow.newActivityStub(JournalActivities.class, calls(WITHOUT_END));
  }

  /** One try, for who knows what to do without the ledger. */
  public static LedgerActivities ledgerAtOnce() {
    return Workflow.newActivityStub(
        LedgerActivities.class,
        ActivityOptions.newBuilder(calls(NONE))
            .setScheduleToCloseTimeout(Duration.ofSeconds(5))
            .build());
  }

  /** Retried without end; given up at once when cancelled. */
  public static LedgerActivities ledgerInTime() {
    return Workflow.newActivityStub(LedgerActivities.class, calls(WITHOUT_END));
  }

  /** Takes as long as there are intents to tell; its worker may change. */
  public static FanOutActivities fanOut() {
    return Workflow.newActivityStub(
        FanOutActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(6))
            .setHeartbeatTimeout(Duration.ofSeconds(30))
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(WITHOUT_END)
            .build());
  }

  /** Sends a message; retried ever more slowly, for so long in all. */
  public static MessageActivities message(Duration longest) {
    return Workflow.newActivityStub(
        MessageActivities.class,
        ActivityOptions.newBuilder(messages(GROWING)).setScheduleToCloseTimeout(longest).build());
  }

  /** Writes down what became of a message; retried without end. */
  public static MessageActivities messageInTime() {
    return Workflow.newActivityStub(MessageActivities.class, messages(WITHOUT_END));
  }

  /** One try of a message, for someone who waits. */
  public static MessageActivities messageAtOnce() {
    return Workflow.newActivityStub(
        MessageActivities.class,
        ActivityOptions.newBuilder(messages(NONE))
            .setScheduleToCloseTimeout(Duration.ofSeconds(8))
            .build());
  }

  /** Sends a day's summary; retried ever more slowly, for so long in all. */
  public static SummaryActivities summary(Duration longest) {
    return Workflow.newActivityStub(
        SummaryActivities.class,
        ActivityOptions.newBuilder(messages(GROWING)).setScheduleToCloseTimeout(longest).build());
  }

  /** Writes down what became of a summary; retried without end. */
  public static SummaryActivities summaryInTime() {
    return Workflow.newActivityStub(SummaryActivities.class, messages(WITHOUT_END));
  }

  private static ActivityOptions messages(RetryOptions retries) {
    return ActivityOptions.newBuilder(calls(retries))
        .setTaskQueue(TaskQueues.MESSAGES)
        .setStartToCloseTimeout(ONE_MESSAGE)
        .build();
  }

  /** Never retried: each delivery has a number of its own. */
  public static DeliveryActivity delivery(String agent, Duration heartbeatTimeout) {
    return Workflow.newActivityStub(
        DeliveryActivity.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.agent(agent))
            .setStartToCloseTimeout(LONGEST_DELIVERY)
            .setHeartbeatTimeout(heartbeatTimeout)
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(NONE)
            .build());
  }

  private static ActivityOptions calls(RetryOptions retries) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(ONE_CALL)
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .setRetryOptions(retries)
        .build();
  }
}
