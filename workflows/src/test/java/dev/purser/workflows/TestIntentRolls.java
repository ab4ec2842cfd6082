package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.intent.IntentHalf;
import dev.purser.workflows.intent.IntentNews;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that make way for the next, and tracked tasks, which live long. */
@Timeout(180)
final class TestIntentRolls {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;

  @AfterEach
  void close() {
    world.close();
  }

  private String run(IntentWorkflow intent) {
    WorkflowExecution any =
        WorkflowExecution.newBuilder()
            .setWorkflowId(WorkflowStub.fromTyped(intent).getExecution().getWorkflowId())
            .build();
    return world
        .client()
        .newUntypedWorkflowStub(any.getWorkflowId())
        .describe()
        .getExecution()
        .getRunId();
  }

  /** As a courier would: by the workflow's id, whichever run that is. */
  private IntentWorkflow anyRun(IntentWorkflow intent) {
    return world
        .client()
        .newWorkflowStub(
            IntentWorkflow.class, WorkflowStub.fromTyped(intent).getExecution().getWorkflowId());
  }

  @Test
  void aStreamOfSignalsMovesAWaitingIntentToANewRunThatKnowsEverything() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    HoldLine limit = World.limit(HoldKind.INTENT, 7, world.now(), null);
    intent.news(ledger.setIntent(1, 5_000_000_000L, limit));
    intent.pause(new Act("ann", "let me look"));
    String first = run(intent);
    IntentWorkflow any = anyRun(intent);

    for (int i = 2; i <= Burden.FULL_SIGNALS + 100; i++) {
      any.news(ledger.setIntent(i, 5_000_000_000L, limit));
    }

    await("a new run").atMost(World.LONGEST).until(() -> !run(intent).equals(first));
    await("the last total")
        .atMost(World.LONGEST)
        .until(() -> any.view().costNanos() == Burden.FULL_SIGNALS + 100);
    assertThat(any.view().holds())
        .extracting(HoldLine::kind)
        .containsExactlyInAnyOrder(HoldKind.INTENT, HoldKind.PERSON);
    assertThat(world.delivered).hasSize(1);
    assertThat(any.kill(new Act("ann", null)).journaled()).isTrue();
    assertThat(ledger.counts().get("WAITING")).isEqualTo(1);
  }

  @Test
  void aDeliveryOfTooManySignalsIsInterruptedAndGoesOnFromItsCheckpointInANewRun() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    String first = run(intent);
    IntentWorkflow any = anyRun(intent);

    for (int i = 0; i < Burden.MOST_SIGNALS; i++) {
      any.progress(new Progress(1, null));
      if (i == Burden.FULL_SIGNALS + 500) {
        assertThat(run(intent)).as("a delivery is not interrupted lightly").isEqualTo(first);
      }
    }

    world.awaitDelivered(2);
    assertThat(run(intent)).isNotEqualTo(first);
    assertThat(world.delivered.get(1).checkpoint()).isEqualTo("{\"at\":1}");
    assertThat(any.view().lost()).isZero();
  }

  @Test
  void aTrackedTaskIsInProgressDeliveredByNobodyAndOverAfterADayWithoutAReport() {
    IntentWorkflow intent = world.start(World.intent(true, null));
    assertThat(intent.view().status()).isEqualTo(IntentStatus.IN_PROGRESS);
    world.sleep(Duration.ofHours(20));
    ledger.setLastReport(world.now());
    world.sleep(Duration.ofHours(20));
    assertThat(intent.view().status()).isEqualTo(IntentStatus.IN_PROGRESS);

    world.awaitClosed(intent);

    assertThat(ledger.status()).isEqualTo("COMPLETED");
    assertThat(world.delivered).isEmpty();
  }

  @Test
  void aTrackedTaskThatWaitsStaysOpenAndIsResolvedByItsReporter() {
    IntentWorkflow intent = world.start(World.intent(true, null));
    intent.pause(new Act("ann", null));
    world.sleep(Duration.ofDays(9));
    assertThat(intent.view().status()).isEqualTo(IntentStatus.WAITING);
    intent.resume(new ResumeAct("ann", null, List.of(), 0));
    assertThat(intent.view().status()).isEqualTo(IntentStatus.IN_PROGRESS);

    intent.resolve(new Resolution(IntentStatus.COMPLETED, "{}", null, World.AGENT));

    world.awaitClosed(intent);
    assertThat(ledger.status()).isEqualTo("COMPLETED");
  }

  @Test
  void onlyANewerHalfIsTaken() {
    IntentWorkflow intent = world.start(World.intent(true, null));
    intent.news(new IntentNews(half(5, 50), null));
    intent.news(new IntentNews(half(4, 40), null));

    assertThat(intent.view().costNanos()).isEqualTo(50);
    assertThat(intent.view().intentVersion()).isEqualTo(5);
  }

  private static IntentHalf half(long version, long cost) {
    return new IntentHalf(version, cost, null, null, List.of(), List.of(), null);
  }
}
