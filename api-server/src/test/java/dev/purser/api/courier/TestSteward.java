package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Refused;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.TaskQueues;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import dev.purser.workflows.intent.Resolution;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSteward {
  private static final Act ENOUGH = new Act("ann", "enough");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void pausesResumesAndResolves() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    Steward steward = world.steward();
    Ack paused = steward.pause(intent, new Act("ann", "lunch"));
    assertThat(paused.status()).isEqualTo("WAITING");
    await("the ledger knows")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.WAITING);
    Ack resumed = steward.resume(intent, new ResumeAct("ann", null, List.of(), 0));
    assertThat(resumed.status()).isNotEqualTo("WAITING");
    steward.resolve(
        intent, new Resolution(IntentStatus.COMPLETED, "{\"answer\":42}", null, "agent"));
    await("the ledger knows")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.COMPLETED);
    assertThatThrownBy(() -> steward.kill(intent, ENOUGH))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.CONFLICT));
  }

  @Test
  void tellsTheDeliveryThatTheLedgerHasNotHeardOf() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it is delivered")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.DELIVERED);
    world.loseLedger();
    try {
      assertThat(world.steward().delivery(intent)).isEqualTo(1);
    } finally {
      world.giveLedgerBack();
    }
  }

  @Test
  void aWorkflowKnowsWhatATokenIsAssumedToCostWhileTheLedgerIsAway() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it is delivered")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.DELIVERED);
    world.loseLedger();
    try {
      ReportLine tokens =
          new ReportLine("a", null, "m", null, 1_000, 1_000, 0, 0, 0, null, 1, null, null);
      world
          .client
          .newUntypedWorkflowStub(WorkflowIds.intent(intent))
          .signal("report", new ReportBatch(List.of(tokens)));
      await("it is held")
          .atMost(World.LONGEST)
          .until(() -> world.view(intent).heldNanos() == 90_000_000L);
    } finally {
      world.giveLedgerBack();
    }
  }

  @Test
  void aKillThatRacesACreateWins() {
    world.withWorker();
    UUID intent = world.create(1).get(0);
    Ack ack = world.steward().kill(intent, ENOUGH);
    assertThat(ack.status()).isEqualTo("CANCELED");
    world.startCourier();
    await("everything is carried").atMost(World.LONGEST).until(world::nothingDue);
    assertThat(world.status(intent)).isEqualTo(IntentStatus.CANCELED);
    assertThat(world.count(CourierWatch.Event.STARTED)).isZero();
  }

  @Test
  void aKillAndTheCourierMayStartTheSameWorkflowAtOnce() {
    world.withWorker();
    List<UUID> intents = world.create(40);
    Steward steward = world.steward();
    world.startCourier();
    world.startCourier();
    List<CompletableFuture<Ack>> kills =
        intents.stream()
            .map(intent -> CompletableFuture.supplyAsync(() -> steward.kill(intent, ENOUGH)))
            .toList();
    kills.forEach(kill -> assertThat(kill.join().status()).isEqualTo("CANCELED"));
    intents.forEach(intent -> assertThat(world.status(intent)).isEqualTo(IntentStatus.CANCELED));
  }

  /** The time is for the record; what is asserted is that all are canceled. */
  @Test
  void killsFiftyAtOnce() {
    world.withWorker().startCourier();
    List<UUID> intents = world.create(50);
    await("all are delivered")
        .atMost(World.LONGEST)
        .until(() -> intents.stream().allMatch(id -> world.status(id) == IntentStatus.DELIVERED));
    Steward steward = world.steward();
    long begin = System.nanoTime();
    Ack ack = steward.kill(World.AGENT, ENOUGH);
    await("all are canceled")
        .atMost(World.LONGEST)
        .until(() -> intents.stream().allMatch(id -> world.status(id) == IntentStatus.CANCELED));
    System.out.printf(
        "50 intents of a killed agent canceled in %d ms%n",
        (System.nanoTime() - begin) / 1_000_000);
    assertThat(ack.status()).isEqualTo("KILLED");
  }

  @Test
  void pausesResumesAndKillsWhilePostgresIsAway() {
    world.withWorker().startCourier();
    List<UUID> intents = world.create(2);
    await("all are delivered")
        .atMost(World.LONGEST)
        .until(() -> intents.stream().allMatch(id -> world.status(id) == IntentStatus.DELIVERED));
    Steward steward = world.steward();
    world.loseLedger();
    try {
      Ack paused = steward.pause(intents.get(0), ENOUGH);
      assertThat(paused.status()).isEqualTo("WAITING");
      assertThat(paused.journaled()).isFalse();
      assertThat(steward.resume(intents.get(0), new ResumeAct("ann", null, List.of(), 0)).changed())
          .isTrue();
      assertThat(steward.kill(intents.get(1), ENOUGH).status()).isEqualTo("CANCELED");
      assertThatThrownBy(() -> steward.kill(UUID.randomUUID(), ENOUGH))
          .isInstanceOfSatisfying(
              Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNAVAILABLE));
    } finally {
      world.giveLedgerBack();
    }
    // Connections that broke with the server are noticed one by one.
    await("the ledger has heard")
        .atMost(World.LONGEST)
        .ignoreExceptionsMatching(Refused.class::isInstance)
        .until(() -> world.status(intents.get(1)) == IntentStatus.CANCELED);
    await("the other one goes on")
        .atMost(World.LONGEST)
        .ignoreExceptionsMatching(Refused.class::isInstance)
        .until(() -> world.status(intents.get(0)) == IntentStatus.DELIVERED);
  }

  @Test
  void aReaderTakesAnIntent() {
    world.withWorker();
    UUID intent = world.create(1).get(0);
    Steward steward = world.steward();
    Claimed claimed = steward.claim(intent, new Claim("reader-1", 60_000, ""));
    assertThat(claimed.granted()).isTrue();
    assertThat(claimed.delivery().payload()).isEqualTo("{\"n\": 1}");
    assertThat(steward.claim(intent, new Claim("reader-2", 60_000, "")).granted()).isFalse();
  }

  @Test
  void knowsWhetherAnybodyWorksForTheAgent() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it is handed out")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.DELIVERED);
    Steward steward = world.steward();
    assertThat(steward.hasWorker(World.AGENT)).isFalse();
    WorkerFactory agent = WorkerFactory.newInstance(world.client);
    agent
        .newWorker(TaskQueues.agent(World.AGENT))
        .registerActivitiesImplementations(
            (DeliveryActivity)
                delivery -> {
                  new CompletableFuture<Void>().join();
                  return DeliveryResult.completed(null);
                });
    agent.start();
    await("someone has taken it").atMost(World.LONGEST).until(() -> steward.hasWorker(World.AGENT));
    agent.shutdownNow();
  }

  @Test
  void hasAChannelTestedByWhoeverSends() {
    world.withWorker();
    ChannelTest test = new ChannelTest("ops", "ann");
    assertThat(world.steward().test(test)).isEqualTo(new ChannelTested(true, null));
    world.messages.arrives = false;
    assertThat(world.steward().test(test)).isEqualTo(new ChannelTested(false, "ops by ann"));
  }

  @Test
  void saysWhatIsWrong() {
    world.withWorker();
    UUID intent = world.create(1).get(0);
    Steward steward = world.steward();
    assertThatThrownBy(() -> steward.kill(UUID.randomUUID(), ENOUGH))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.NOT_FOUND));
    assertThatThrownBy(() -> steward.pause(intent, new Act("", null)))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo(Refused.Code.INVALID);
              assertThat(e).hasMessageContaining("actor");
            });
    world.temporal.goAway();
    assertThat(steward.isReachable()).isFalse();
    try (Steward hasty = world.steward(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> hasty.pause(intent, ENOUGH))
          .isInstanceOfSatisfying(
              Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNAVAILABLE));
    }
    world.temporal.comeBack();
    await("it answers again").atMost(World.LONGEST).until(steward::isReachable);
  }

  @Test
  void doesNotWaitLongWhereNobodyRunsTheWorkflows() {
    UUID intent = world.create(1).get(0);
    try (Steward hasty =
        new Steward(world.ledger, world.client, CourierSettings.DEFAULT, Duration.ofMillis(300))) {
      assertThatThrownBy(() -> hasty.pause(intent, ENOUGH))
          .isInstanceOfSatisfying(
              Refused.class,
              e -> {
                assertThat(e.code()).isEqualTo(Refused.Code.UNAVAILABLE);
                assertThat(e).hasMessageContaining("worker");
              });
      assertThat(hasty.isReachable()).isTrue();
    }
  }
}
