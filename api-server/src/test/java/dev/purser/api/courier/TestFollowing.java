package dev.purser.api.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.api.Told;
import dev.purser.api.agents.AgentActs;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intake.Outcome;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.Act;
import dev.purser.workflows.ResumeAct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workflows follow what people say to the ledger. */
final class TestFollowing {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWordIsInForceWhileTemporalIsAwayAndFollowedWhenItIsBack() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it runs").atMost(World.LONGEST).until(() -> world.status(intent).isInHand());
    AgentActs acts = new AgentActs(world.ledger, world.steward());
    world.temporal.goAway();

    Instant before = Instant.now();
    Told killed = acts.kill(World.AGENT, "ann", "loops");

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(killed).isEqualTo(new Told("KILLED", true, false));
    assertThat(report(intent)).isEqualTo(Directive.KILL);
    world.temporal.comeBack();
    await("it is ended")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.CANCELED);
    assertThat(world.intent(intent).reason()).contains("loops");
  }

  @Test
  void whatNeverStartedIsEndedInTheLedger() {
    UUID intent = world.create(1).get(0);
    world
        .ledger
        .intake()
        .submit(new Request.Stop(World.AGENT, intent, Directive.KILL, "ann", "not that"))
        .join();

    world.startCourier();

    await("it is ended")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.CANCELED);
    assertThat(world.intent(intent).reason()).isEqualTo("not that");
    assertThat(world.isKnown(intent)).isFalse();
  }

  @Test
  void whatNobodyTriedToStartIsEndedWhileTemporalIsAway() {
    world.withWorker();
    UUID runs = world.create(1).get(0);
    Courier courier = world.startCourier();
    await("it runs").atMost(World.LONGEST).until(() -> world.status(runs).isInHand());
    world.temporal.goAway();
    world.news(List.of(runs));
    await("it has noticed").atMost(World.LONGEST).until(courier::isTemporalAway);
    List<UUID> created = world.create(30);
    List<UUID> tracked = world.track(300);

    new AgentActs(world.ledger, world.steward()).kill(World.AGENT, "ann", "loops");

    await("they are ended")
        .atMost(World.LONGEST)
        .until(
            () ->
                world.count(created, IntentStatus.CANCELED) == 30
                    && world.count(tracked, IntentStatus.CANCELED) == 300);
    assertThat(courier.isTemporalAway()).isTrue();
    assertThat(world.status(runs)).as("it has yet to hear").isEqualTo(IntentStatus.DELIVERED);
    assertThat(world.intent(created.get(0)).reason()).isEqualTo("loops");
    assertThat(world.ledger.intents().lastEvent(tracked.get(0)))
        .hasValueSatisfying(
            event -> {
              assertThat(event.status()).isEqualTo(IntentStatus.CANCELED);
              assertThat(event.actor()).isEqualTo("ann");
            });
    world.temporal.comeBack();
    await("it is ended, too")
        .atMost(World.LONGEST)
        .until(() -> world.status(runs) == IntentStatus.CANCELED);
    await("all is carried").atMost(World.LONGEST).until(world::nothingDue);
    assertThat(created).noneMatch(world::isKnown);
  }

  @Test
  void whatSomebodyBeganToStartIsLeftToItsWorkflow() {
    UUID begun = world.create(1).get(0);
    UUID untried = world.create(1).get(0);
    world.ledger.carriage().trying(begun);
    world
        .ledger
        .intake()
        .submit(new Request.Stop(World.AGENT, null, Directive.KILL, "ann", "loops"))
        .join();
    assertThat(world.ledger.unstarted().end(9)).isEqualTo(1);
    assertThat(world.ledger.unstarted().end(9)).isZero();
    assertThat(world.status(untried)).isEqualTo(IntentStatus.CANCELED);
    assertThat(world.status(begun).isTerminal()).isFalse();
  }

  @Test
  void aPauseAndAResumeAreFollowed() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it runs").atMost(World.LONGEST).until(() -> world.status(intent).isInHand());
    world
        .ledger
        .intake()
        .submit(new Request.Stop(World.AGENT, intent, Directive.PARK, "ann", "look"))
        .join();
    await("it waits")
        .atMost(World.LONGEST)
        .until(() -> world.status(intent) == IntentStatus.WAITING);

    world
        .ledger
        .intake()
        .submit(new Request.Resume(World.AGENT, intent, null, "k", null, "ann", null))
        .join();

    await("it goes on").atMost(World.LONGEST).until(() -> world.status(intent).isInHand());
  }

  @Test
  void aWordThatTheAgentsWorkflowTookIsLiftedByTheLedger() {
    world.withWorker().startCourier();
    UUID intent = world.create(1).get(0);
    await("it runs").atMost(World.LONGEST).until(() -> world.status(intent).isInHand());
    Steward steward = world.steward();
    steward.pause(World.AGENT, new Act("ann", "the ledger is away"));
    await("it is a hold")
        .atMost(World.LONGEST)
        .until(() -> status() == AgentStatus.PAUSED && report(intent) == Directive.PARK);

    world
        .ledger
        .intake()
        .submit(new Request.Resume(World.AGENT, null, null, "k", null, "bob", null))
        .join();

    assertThat(report(intent)).isEqualTo(Directive.CONTINUE);
    await("it goes on").atMost(World.LONGEST).until(() -> world.status(intent).isInHand());
    assertThat(status()).isEqualTo(AgentStatus.ACTIVE);
    assertThat(steward.resume(World.AGENT, new ResumeAct("bob", null, List.of(), 0)).status())
        .isEqualTo("ACTIVE");
  }

  private AgentStatus status() {
    return world.ledger.agents().require(World.AGENT).status();
  }

  private Directive report(UUID intent) {
    Outcome.Reported told =
        world
            .ledger
            .intake()
            .submit(
                new Request.Report(
                    World.AGENT,
                    intent,
                    null,
                    UUID.randomUUID().toString(),
                    true,
                    "hash",
                    Usd.of("0.01"),
                    null,
                    null,
                    0,
                    null,
                    null,
                    null))
            .join();
    return told.directive();
  }
}
