package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.purser.api.courier.CourierWatch.Event;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Facts;
import dev.purser.ledger.courier.Lane;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.Act;
import dev.purser.workflows.WorkflowIds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestCourier {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void awaitCarried() {
    await("everything is carried").atMost(World.LONGEST).until(world::nothingDue);
  }

  private void awaitStatus(List<UUID> intents, IntentStatus status) {
    await("all are " + status)
        .atMost(World.LONGEST)
        .until(() -> world.count(intents, status) == intents.size());
  }

  @Test
  void startsTheWorkflowOfANewIntentAndTellsItWhatHappensLater() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it is delivered")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.DELIVERED);
    assertThat(world.count(Event.STARTED)).isEqualTo(1);
    world.news(List.of(intent));
    await("it has heard")
        .atMost(World.LONGEST)
        .until(() -> world.view(intent).intentVersion() == world.version(intent));
    assertThat(world.count(Event.ADOPTED)).isZero();
  }

  @Test
  void whatIsHeldBeforeItsWorkflowStartsWaits() {
    world.withWorker();
    UUID intent = world.create(1).get(0);
    world
        .ledger
        .intake()
        .submit(new Request.Stop(World.AGENT, intent, Directive.PARK, "ann", "lunch"))
        .join();
    world.startCourier();
    awaitStatus(List.of(intent), IntentStatus.WAITING);
    assertThat(world.intent(intent).delivery()).isZero();
  }

  @Test
  void newsOfAThousandIntentsArriveThoughACourierCrashesWithSomeInHand() {
    world.withWorker();
    List<UUID> intents = world.create(1_000);
    // A courier that claimed and was never heard of again.
    assertThat(world.ledger.carriage().claim("crashed", Duration.ofSeconds(2), Facts.each(200)))
        .hasSize(200);
    world.startCourier();
    world.startCourier();
    awaitCarried();
    assertThat(world.count(Event.STARTED)).isEqualTo(1_000);
    awaitStatus(intents, IntentStatus.DELIVERED);
    world.news(intents);
    assertThat(world.ledger.carriage().claim("crashed", Duration.ofSeconds(2), Facts.each(200)))
        .isNotEmpty();
    awaitCarried();
    for (int i = 0; i < intents.size(); i += 20) {
      UUID intent = intents.get(i);
      await("it has heard")
          .atMost(World.LONGEST)
          .until(() -> world.view(intent).intentVersion() >= world.version(intent));
    }
  }

  @Test
  void twoCouriersCarryNothingTwice() {
    world.withWorker();
    List<UUID> intents = world.create(300);
    world.startCourier();
    world.startCourier();
    awaitCarried();
    assertThat(world.count(Event.STARTED)).isEqualTo(300);
    long signals = intents.stream().mapToLong(world::signals).sum();
    // An answer that a busy machine gave too late is the one reason to say a thing again.
    assertThat(signals).isBetween(300L, 300L + world.count(Event.FAILED));
  }

  @Test
  void whatNobodyWaitsForIsStartedNoFasterThanItRuns() {
    List<UUID> tasks = world.track(100);
    world.startCourier();
    await("some wait in Temporal")
        .atMost(World.LONGEST)
        .until(() -> world.due(Lane.STARTS) <= 100 - StartWindow.LEAST);
    UUID intent = world.create(1).get(0);
    await("it passes the tasks").atMost(World.LONGEST).until(() -> world.isKnown(intent));
    assertThat(world.due(Lane.STARTS)).isGreaterThanOrEqualTo(96);
    assertThat(tasks.stream().filter(world::isKnown))
        .hasSizeBetween(StartWindow.LEAST, 4)
        .noneMatch(world::hasRun);
    world.withWorker();
    awaitCarried();
    assertThat(world.count(Event.STARTED)).isEqualTo(101);
    await("all have run").atMost(World.LONGEST).until(() -> tasks.stream().allMatch(world::hasRun));
  }

  @Test
  void firstStartsOfAgentsWaitTheirTurnToo() {
    world.track(50);
    world.startCourier();
    world.agents(50);
    await("some wait in Temporal")
        .atMost(World.LONGEST)
        .until(() -> world.due(Lane.STARTS) <= 100 - StartWindow.LEAST);
    UUID intent = world.create(1).get(0);
    await("it passes the tasks").atMost(World.LONGEST).until(() -> world.isKnown(intent));
    assertThat(world.due(Lane.STARTS)).isGreaterThanOrEqualTo(96);
    world.withWorker();
    awaitCarried();
    assertThat(world.count(Event.STARTED)).isEqualTo(101);
  }

  @Test
  void aNewIntentAndAWordPassTheTasksThatWait() {
    world.withWorker();
    UUID told = world.create(1).get(0);
    world.startCourier();
    awaitStatus(List.of(told), IntentStatus.DELIVERED);
    world.track(3_000);
    UUID intent = world.create(1).get(0);
    world.news(List.of(told));
    awaitStatus(List.of(intent), IntentStatus.DELIVERED);
    await("it has heard")
        .atMost(World.LONGEST)
        .until(() -> world.view(told).intentVersion() == world.version(told));
    assertThat(world.due(Lane.STARTS)).isGreaterThan(1_000);
  }

  @Test
  void newsCollapseWhileTheyWait() {
    world.withWorker();
    List<UUID> intents = world.create(1);
    for (int i = 0; i < 50; i++) {
      world.news(intents);
    }
    long newest = world.version(intents.get(0));
    world.startCourier();
    awaitCarried();
    assertThat(world.signals(intents.get(0))).isEqualTo(1);
    await("it has heard the newest")
        .atMost(World.LONGEST)
        .until(() -> world.view(intents.get(0)).intentVersion() >= newest);
  }

  @Test
  void carriesOnByItselfWhenTemporalComesBack() {
    world.withWorker();
    List<UUID> before = world.create(20);
    Courier courier = world.startCourier();
    awaitStatus(before, IntentStatus.DELIVERED);
    world.temporal.goAway();
    List<UUID> meanwhile = world.create(50);
    world.news(before);
    await("it has noticed").atMost(World.LONGEST).until(courier::isTemporalAway);
    assertThat(world.intent(meanwhile.get(0)).status()).isEqualTo(IntentStatus.CREATED);
    world.temporal.comeBack();
    awaitStatus(meanwhile, IntentStatus.DELIVERED);
    awaitCarried();
    assertThat(world.count(Event.STARTED)).isEqualTo(70);
    assertThat(courier.isTemporalAway()).isFalse();
  }

  @Test
  void whatTemporalHasLostIsTakenUpAgainAsItWas() {
    world.withWorker();
    List<UUID> intents = world.create(30);
    Courier courier = world.startCourier();
    awaitStatus(intents, IntentStatus.DELIVERED);
    UUID parked = intents.get(0);
    UUID ended = intents.get(1);
    world.steward().pause(parked, new Act("ann", "lunch"));
    world.steward().kill(ended, new Act("ann", "enough"));
    world.ledger.deliveries().saveCheckpoint(parked, 1, 7, TextNode.valueOf("half"));
    awaitCarried();
    assertThat(courier.isTemporalAway()).isFalse();

    world.loseTemporal();
    assertThat(world.isKnown(parked)).isFalse();
    world.startCourier();

    await("all open ones are back")
        .atMost(World.LONGEST)
        .until(() -> world.count(Event.ADOPTED) == 29);
    assertThat(world.view(parked).status()).isEqualTo(IntentStatus.WAITING);
    assertThat(world.view(parked).holds())
        .singleElement()
        .satisfies(hold -> assertThat(hold.actor()).isEqualTo("ann"));
    assertThat(world.status(parked)).isEqualTo(IntentStatus.WAITING);
    assertThat(world.isKnown(ended)).isFalse();
    UUID other = intents.get(2);
    await("it is delivered again")
        .atMost(World.LONGEST)
        .until(() -> world.intent(other).delivery() == 2);
    // Its new life's word is taken by the ledger.
    world.steward().kill(parked, new Act("ann", "enough"));
    await("the ledger knows")
        .atMost(World.LONGEST)
        .until(() -> world.status(parked) == IntentStatus.CANCELED);
  }

  @Test
  void aPausedAgentIsPausedAgainAfterTemporalHasLostIt() {
    world.withWorker();
    List<UUID> intents = world.create(3);
    world.startCourier();
    awaitStatus(intents, IntentStatus.DELIVERED);
    world.steward().pause(World.AGENT, new Act("ann", "budget talk"));
    awaitStatus(intents, IntentStatus.WAITING);

    world.loseTemporal();
    world.startCourier();

    await("agent and intents are back")
        .atMost(World.LONGEST)
        .until(() -> world.count(Event.ADOPTED) == 3 && world.isKnown(World.AGENT));
    assertThat(world.ledger.agents().require(World.AGENT).agent().status())
        .isEqualTo(AgentStatus.PAUSED);
    UUID later = world.create(1).get(0);
    awaitStatus(List.of(later), IntentStatus.WAITING);
    for (UUID intent : intents) {
      await("it waits on")
          .atMost(World.LONGEST)
          .until(() -> world.view(intent).status() == IntentStatus.WAITING);
    }
  }

  @Test
  void alertsReachTheWorkflowOfTheirAgentAndAreSent() {
    world.withWorker().startCourier();
    long told = world.alert("ops@company.com");
    await("it is sent").atMost(World.LONGEST).until(() -> world.isTold(told));
    long another = world.alert("ops@company.com", 100);
    await("it is sent too").atMost(World.LONGEST).until(() -> world.isTold(another));
    assertThat(world.count(Event.STARTED)).isEqualTo(1);
  }

  @Test
  void whoWasNotToldYetIsToldAfterTemporalHasLostTheAgent() {
    world.messages.arrives = false;
    world.withWorker().startCourier();
    long untold = world.alert("ops@company.com");
    await("its workflow runs").atMost(World.LONGEST).until(() -> world.isKnown(World.AGENT));
    awaitCarried();

    world.loseTemporal();
    world.messages.arrives = true;
    world.startCourier();

    await("it is sent").atMost(World.LONGEST).until(() -> world.isTold(untold));
    assertThat(world.count(Event.ADOPTED)).isEqualTo(1);
  }

  @Test
  void whoWasForgottenIsToldByTheNextSweep() {
    world.withWorker();
    Courier first = world.startCourier();
    long told = world.alert("ann@company.com");
    await("its workflow runs").atMost(World.LONGEST).until(() -> world.isTold(told));
    long forgotten = world.alertWithoutNews("ops@company.com");
    assertThat(first.isTemporalAway()).isFalse();
    world.startCourier();
    await("it is sent").atMost(World.LONGEST).until(() -> world.isTold(forgotten));
  }

  @Test
  void whatWasTerminatedInTemporalIsCanceledAndNeverStartedAgain() {
    world.withWorker().startCourier();
    List<UUID> intents = world.create(2);
    awaitStatus(intents, IntentStatus.DELIVERED);
    UUID gone = intents.get(0);
    world.client.newUntypedWorkflowStub(WorkflowIds.intent(gone)).terminate("by hand");
    world.news(intents);
    await("it is canceled")
        .atMost(World.LONGEST)
        .until(() -> world.status(gone) == IntentStatus.CANCELED);
    assertThat(world.intent(gone).reason()).contains("terminated in Temporal");
    world.news(intents);
    awaitCarried();
    assertThat(world.count(Event.CLOSED)).isEqualTo(1);
    assertThat(world.count(Event.ADOPTED)).isZero();
    assertThat(world.status(intents.get(1))).isEqualTo(IntentStatus.DELIVERED);
  }

  @Test
  void theSweepFindsWhatWasTerminatedThoughNobodyHasNews() {
    world.withWorker();
    List<UUID> intents = world.create(2);
    Courier first = world.startCourier();
    awaitStatus(intents, IntentStatus.DELIVERED);
    assertThat(first.isTemporalAway()).isFalse();
    world.client.newUntypedWorkflowStub(WorkflowIds.intent(intents.get(0))).terminate("by hand");
    world.startCourier();
    await("it is canceled")
        .atMost(World.LONGEST)
        .until(() -> world.status(intents.get(0)) == IntentStatus.CANCELED);
  }
}
