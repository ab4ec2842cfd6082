package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.Controls;
import dev.purser.workflows.intent.IntentStart;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import dev.purser.workflows.journal.IntentEntry;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TestIntentEnds {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;

  @AfterEach
  void close() {
    world.close();
  }

  private IntentEntry last() {
    List<IntentEntry> all = List.copyOf(ledger.entries);
    return all.get(all.size() - 1);
  }

  @Test
  void completesWithWhatItsAgentAnswers() {
    world.handler = delivery -> DeliveryResult.completed("{\"n\":1}");
    IntentWorkflow intent = world.start(World.intent());

    world.awaitClosed(intent);

    assertThat(ledger.events()).containsExactly(EventType.DELIVERED, EventType.COMPLETED);
    assertThat(last().result()).isEqualTo("{\"n\":1}");
    assertThat(last().actor()).isEqualTo(World.AGENT);
  }

  @Test
  void saysWhatItsWorkerSaysOfItsProgress() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);

    intent.progress(new Progress(7, IntentStatus.ACKNOWLEDGED));
    intent.progress(new Progress(1, IntentStatus.ACKNOWLEDGED));
    intent.progress(new Progress(1, IntentStatus.IN_PROGRESS));
    await("work")
        .atMost(World.LONGEST)
        .until(() -> intent.view().status() == IntentStatus.IN_PROGRESS);
    Ack ack =
        intent.resolve(new Resolution(IntentStatus.FAILED, null, "the disk is full", World.AGENT));

    assertThat(ack.status()).isEqualTo("FAILED");
    assertThat(ack.journaled()).isTrue();
    world.awaitClosed(intent);
    assertThat(ledger.events())
        .containsExactly(
            EventType.DELIVERED, EventType.ACKNOWLEDGED, EventType.IN_PROGRESS, EventType.FAILED);
    assertThat(last().reason()).isEqualTo("the disk is full");
  }

  @Test
  void aKillDoesNotWaitForAHandlerThatNeverAnswers() {
    world.handler =
        delivery -> {
          await("the kill is journaled")
              .atMost(World.LONGEST)
              .until(() -> ledger.status().equals("CANCELED"));
          return DeliveryResult.completed("too late");
        };
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);

    Ack ack = intent.kill(new Act("ann", "enough"));

    assertThat(ack).isEqualTo(new Ack("CANCELED", true, true, null));
    world.awaitClosed(intent);
    assertThat(last().actor()).isEqualTo("ann");
    assertThat(last().reason()).isEqualTo("enough");
    assertThat(ledger.counts().get("CANCELED")).isEqualTo(1);
    assertThat(ledger.counts()).doesNotContainKey("COMPLETED");
  }

  @Test
  void aKillRuleCancelsIt() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    HoldLine kill = World.killing(World.limit(HoldKind.INTENT, 4, world.now(), null));

    intent.news(ledger.setIntent(6_000_000_000L, 5_000_000_000L, kill));

    world.awaitClosed(intent);
    assertThat(ledger.status()).isEqualTo("CANCELED");
    assertThat(last().reason()).contains("$50.01");
  }

  @Test
  void anIntentCreatedWhileItsAgentIsKilledIsNeverDelivered() {
    // The fan-out found no workflow yet: the snapshot before the first delivery says it.
    ledger.setAgent(
        AgentStatus.KILLED, World.killing(World.limit(HoldKind.AGENT, 0, world.now(), null)));

    IntentWorkflow intent = world.start(World.intent());

    world.awaitClosed(intent);
    assertThat(ledger.status()).isEqualTo("CANCELED");
    assertThat(world.delivered).isEmpty();
  }

  @Test
  void aSignalThatComesBeforeRunIsHeard() {
    ledger.away = true;
    IntentStart start = World.intent();
    WorkflowStub stub = WorkflowStub.fromTyped(world.prepare(start));
    HoldLine kill = World.killing(World.limit(HoldKind.INTENT, 4, world.now(), null));

    stub.signalWithStart(
        "news", new Object[] {ledger.setIntent(6_000_000_000L, null, kill)}, new Object[] {start});

    ledger.away = false;
    stub.getResult(Void.class);
    assertThat(ledger.status()).isEqualTo("CANCELED");
    assertThat(world.delivered).isEmpty();
  }

  /** Otherwise its signal would meet the close, and Temporal throws such a task away. */
  @Test
  void oneThatWasStartedOutOfTurnClosesOnlyWhenTheCourierHasComeAsWell() {
    IntentStart start = World.outOfTurn(World.intent(true, null));
    IntentWorkflow intent = world.start(start);
    intent.news(ledger.setIntent(1, null));

    intent.kill(new Act("ann", null));
    world.awaitStatus(IntentStatus.CANCELED);
    // A query is answered after the task that ended the intent.
    assertThat(intent.view().status()).isEqualTo(IntentStatus.CANCELED);

    intent.news(ledger.setIntent(1, null));
    world.awaitClosed(intent);
    IntentWorkflow alone = world.start(World.outOfTurn(World.intent(true, null)));
    alone.kill(new Act("ann", null));
    world.awaitClosed(alone);
  }

  @Test
  void aCancelInTemporalIsAKillByTemporal() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);

    WorkflowStub.fromTyped(intent).cancel();

    assertThatThrownBy(() -> world.awaitClosed(intent))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(ledger.status()).isEqualTo("CANCELED");
    assertThat(last().actor()).isEqualTo("temporal");
  }

  @Test
  void theDeadlineRunsOnWhileItWaits() {
    IntentWorkflow intent = world.start(World.intent(false, world.now().plusSeconds(3600)));
    world.awaitDelivered(1);
    intent.pause(new Act("ann", null));

    world.awaitClosed(intent);

    assertThat(ledger.status()).isEqualTo("TIMED_OUT");
    assertThat(ledger.counts()).doesNotContainKey("RESUMED");
  }

  @Test
  void aDeadlineMayBeMoved() {
    IntentWorkflow intent = world.start(World.intent(false, world.now().plusSeconds(3600)));
    world.awaitDelivered(1);
    intent.pause(new Act("ann", null));

    intent.controls(new Controls(null, true, null));

    world.sleep(Duration.ofDays(2));
    assertThat(ledger.status()).isEqualTo("WAITING");
  }

  @Test
  void nothingChangesAnIntentThatHasEnded() {
    ledger.away = true;
    IntentWorkflow intent = world.start(World.intent());
    assertThat(intent.kill(new Act("ann", null)).journaled()).isFalse();

    // Cost that arrives after the end: it stays what it is, and is told no other story.
    intent.news(ledger.setIntent(9_000_000_000L, 5_000_000_000L));
    assertThatThrownBy(() -> intent.pause(new Act("ann", null)))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOf(ApplicationFailure.class)
        .extracting(failure -> ((ApplicationFailure) failure).getType())
        .isEqualTo(Refusals.CONFLICT);
    assertThat(intent.view().costNanos()).isEqualTo(9_000_000_000L);

    ledger.away = false;
    world.awaitClosed(intent);
    assertThat(ledger.counts().get("CANCELED")).isEqualTo(1);
    assertThat(ledger.status()).isEqualTo("CANCELED");
  }

  @Test
  void twoLostWorkersAreTheEndAndTheCheckpointOfTheHeartbeatIsKept() {
    world.handler =
        delivery -> {
          Activity.getExecutionContext().heartbeat(new Beat("{\"beat\":1}", 5));
          Activity.getExecutionContext().doNotCompleteOnReturn();
          return DeliveryResult.completed(null);
        };
    IntentWorkflow intent = world.start(World.impatient(World.intent(), 1_000));

    world.awaitClosed(intent);

    assertThat(world.delivered).extracting(Delivery::delivery).containsExactly(1, 2);
    assertThat(world.delivered.get(1).checkpoint()).isEqualTo("{\"beat\":1}");
    assertThat(ledger.events())
        .containsExactly(
            EventType.DELIVERED, EventType.DELIVERED, EventType.DELIVERY_FAILED, EventType.FAILED);
    assertThat(last().reason()).contains("not heard of for 1000 ms");
  }

  @Test
  void theCheckpointOfAHandlerThatBreaksIsKept() {
    world.handler =
        delivery -> {
          Object lastWords = delivery.delivery() == 1 ? new Beat("{\"page\":7}", 5) : "nothing";
          throw ApplicationFailure.newBuilder()
              .setMessage("out of paper")
              .setType("Broken")
              .setDetails(lastWords)
              .build();
        };
    IntentWorkflow intent = world.start(World.impatient(World.intent(), 1_000));

    world.awaitClosed(intent);

    assertThat(world.delivered).extracting(Delivery::delivery).containsExactly(1, 2);
    assertThat(world.delivered.get(1).checkpoint()).isEqualTo("{\"page\":7}");
    assertThat(last().reason()).contains("out of paper");
  }

  @Test
  void anActorIsRequired() {
    IntentWorkflow intent = world.start(World.intent());

    assertThatThrownBy(() -> intent.kill(new Act("", null)))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasRootCauseMessage(
            "message='actor is missing: who does this?', type='INVALID', nonRetryable=true");
    intent.kill(new Act("ann", null));
    world.awaitClosed(intent);
  }
}
