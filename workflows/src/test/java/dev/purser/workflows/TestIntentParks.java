package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.IntentHalf;
import dev.purser.workflows.intent.IntentNews;
import dev.purser.workflows.intent.IntentWorkflow;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TestIntentParks {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aLimitParksItAndAResumeWithAGrantDeliversItAgainWithItsCheckpoint() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    HoldLine limit = World.limit(HoldKind.INTENT, 7, world.now(), null);

    intent.news(ledger.setIntent(5_010_000_000L, 5_000_000_000L, limit));

    world.awaitStatus(IntentStatus.WAITING);
    assertThat(intent.view().holds()).containsExactly(limit);
    ledger.setIntent(5_010_000_000L, 15_000_000_000L);
    Ack ack = intent.resume(new ResumeAct("ann", "go on", List.of(7L), ledger.intent.version()));
    assertThat(ack.journaled()).isTrue();
    assertThat(ack.changed()).isTrue();
    world.awaitDelivered(2);
    Delivery second = world.delivered.get(1);
    assertThat(second.delivery()).isEqualTo(2);
    assertThat(second.checkpoint()).isEqualTo("{\"at\":1}");
    assertThat(second.limitNanos()).isEqualTo(15_000_000_000L);
    assertThat(intent.view().lost()).isZero();
    assertThat(ledger.entries)
        .anySatisfy(entry -> assertThat(entry.releasedHoldIds()).contains(7L));
    assertThat(ledger.events())
        .containsExactly(
            EventType.DELIVERED, EventType.WAITING, EventType.RESUMED, EventType.DELIVERED);
  }

  @Test
  void aDeliverySaysWhatIsLeftByAllRulesAndWhatMayBeSpentWhilePurserIsAway() {
    ledger.intent = new IntentHalf(1, 0, null, 4_000_000_000L, List.of(), List.of(), null);
    ledger.agent =
        new AgentNews(
            1,
            AgentStatus.ACTIVE,
            List.of(),
            0,
            9_000_000_000L,
            3_000_000_000L,
            250_000_000L,
            List.of());
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    assertThat(world.delivered.get(0).remainingNanos()).isEqualTo(3_000_000_000L);
    assertThat(world.delivered.get(0).offlineNanos()).isEqualTo(250_000_000L);
    intent.kill(new Act("ann", null));
    world.awaitClosed(intent);
  }

  @Test
  void aSnapshotReadBeforeTheResumeDoesNotParkItAgain() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    HoldLine limit = World.limit(HoldKind.INTENT, 7, world.now(), null);
    IntentNews stale = ledger.setIntent(5_010_000_000L, 5_000_000_000L, limit);
    intent.news(stale);
    world.awaitStatus(IntentStatus.WAITING);
    // Read after the resume's transaction, before the journal closed the hold's row: version is
    // newer.
    IntentNews late = ledger.setIntent(5_020_000_000L, 15_000_000_000L, limit);
    ledger.setIntent(5_010_000_000L, 15_000_000_000L);

    intent.resume(new ResumeAct("ann", null, List.of(7L), stale.intent().version() + 1));
    intent.news(stale);
    intent.news(
        new IntentNews(
            late.intent().withHolds(stale.intent().version() + 5, List.of(limit)), null));
    intent.pause(new Act("bob", "marks the end of what was heard"));

    assertThat(intent.view().holds()).extracting(HoldLine::kind).containsExactly(HoldKind.PERSON);
    assertThat(ledger.counts().get("WAITING")).isEqualTo(2);
  }

  @Test
  void anIntentOfAPausedAgentIsNotDelivered() {
    ledger.setAgent(AgentStatus.PAUSED, World.limit(HoldKind.AGENT, 3, world.now(), null));

    IntentWorkflow intent = world.start(World.intent());

    world.awaitStatus(IntentStatus.WAITING);
    assertThat(world.delivered).isEmpty();
    intent.agentNews(ledger.setAgent(AgentStatus.ACTIVE));
    world.awaitDelivered(1);
  }

  @Test
  void aPersonsPauseOutlivesTheAgentsAutomaticResume() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    intent.agentNews(
        ledger.setAgent(AgentStatus.PAUSED, World.limit(HoldKind.AGENT, 3, world.now(), null)));
    intent.pause(new Act("ann", "let me look"));

    intent.agentNews(ledger.setAgent(AgentStatus.ACTIVE));

    assertThat(intent.pause(new Act("ann", null)).status()).isEqualTo("WAITING");
    assertThat(intent.view().holds()).extracting(HoldLine::kind).containsExactly(HoldKind.PERSON);
    world.sleep(Duration.ofDays(3));
    assertThat(world.delivered).hasSize(1);
  }

  @Test
  void aTaskGoesOnByItselfAtMidnightAfterADayOf23Hours() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant noon = Instant.parse("2026-03-29T10:00:00Z");
    TimeWindow day = Windows.at(Period.DAY, berlin, noon);
    assertThat(Duration.between(day.start(), day.end())).hasHours(23);
    try (World spring = new World(true, day.start().plusSeconds(60))) {
      IntentWorkflow intent = spring.start(World.intent());
      spring.awaitDelivered(1);
      HoldLine limit = World.limit(HoldKind.TASK, 9, spring.now(), day.end());
      intent.news(spring.ledger.setIntent(1, null, limit));
      spring.awaitStatus(IntentStatus.WAITING);
      spring.ledger.setIntent(1, null);

      spring.sleep(Duration.between(spring.now(), day.end()));
      assertThat(spring.delivered).hasSize(1);
      spring.sleep(Duration.ofSeconds(2));

      spring.awaitDelivered(2);
      assertThat(spring.now()).isBetween(day.end(), day.end().plusSeconds(60));
      assertThat(spring.ledger.entries)
          .anySatisfy(entry -> assertThat(entry.releasedHoldIds()).contains(9L));
    }
  }

  @Test
  void aHandlerThatTheMeterStoppedMakesItReadTheLedgerBeforeAnythingElse() {
    HoldLine limit = World.limit(HoldKind.INTENT, 7, world.now(), null);
    world.handler =
        delivery -> {
          IntentNews heard = ledger.setIntent(5_010_000_000L, 5_000_000_000L, limit);
          return DeliveryResult.stopped(
              Directive.PARK, heard.intent().version(), 0, "{\"step\":3}", 3);
        };

    IntentWorkflow intent = world.start(World.intent());

    world.awaitStatus(IntentStatus.WAITING);
    world.sleep(Duration.ofMinutes(10));
    assertThat(world.delivered).hasSize(1);
    assertThat(intent.view().beneath()).isEqualTo(IntentStatus.SUBMITTED);
    ledger.setIntent(5_010_000_000L, 15_000_000_000L);
    world.handler = delivery -> DeliveryResult.completed("{\"ok\":true}");
    intent.resume(new ResumeAct("ann", null, List.of(7L), ledger.intent.version()));
    world.awaitClosed(intent);
    assertThat(world.delivered.get(1).checkpoint()).isEqualTo("{\"step\":3}");
    assertThat(ledger.entries.get(ledger.entries.size() - 1).result()).isEqualTo("{\"ok\":true}");
  }

  @Test
  void workInHandMayFinishWhereTheRuleSaysSoAndOnlyDeliveriesStop() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    HoldLine soft = World.soft(World.limit(HoldKind.AGENT, 3, world.now(), null));

    intent.agentNews(ledger.setAgent(AgentStatus.PAUSED, soft));

    assertThat(intent.view().status()).isEqualTo(IntentStatus.DELIVERED);
    assertThat(ledger.events()).containsExactly(EventType.DELIVERED);
    world.start(World.intent());
    world.awaitStatus(IntentStatus.WAITING);
    assertThat(world.delivered).hasSize(1);
  }

  @Test
  void aHandlerThatDoesNotStopIsNotWaitedForLongerThanTenSeconds() {
    world.handler =
        delivery -> {
          await("the second delivery")
              .atMost(World.LONGEST)
              .until(() -> world.delivered.size() > 1);
          return delivery.delivery() == 1
              ? DeliveryResult.completed("1")
              : World.untilStopped(delivery);
        };
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    intent.pause(new Act("ann", null));

    intent.resume(new ResumeAct("ann", null, List.of(), 0));

    // What it finishes after all still counts.
    world.awaitClosed(intent);
    assertThat(world.delivered).hasSize(2);
    assertThat(ledger.status()).isEqualTo("COMPLETED");
  }

  @Test
  void theCheckpointOfAHandlerThatBreaksAfterTenSecondsIsKept() {
    CountDownLatch givenUp = new CountDownLatch(1);
    world.handler =
        delivery -> {
          if (delivery.delivery() > 1) {
            return DeliveryResult.completed("{\"ok\":true}");
          }
          await("nobody waits for it").atMost(World.LONGEST).until(() -> givenUp.getCount() == 0);
          throw ApplicationFailure.newBuilder()
              .setMessage("out of paper")
              .setType("Broken")
              .setDetails(new Beat("{\"page\":7}", 5))
              .build();
        };
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    intent.pause(new Act("ann", null));
    await("let go")
        .atMost(World.LONGEST)
        .until(() -> intent.view().beneath() == IntentStatus.SUBMITTED);

    givenUp.countDown();
    await("it broke").atMost(World.LONGEST).until(() -> hasFailedActivity(intent));
    intent.resume(new ResumeAct("ann", null, List.of(), 0));

    world.awaitClosed(intent);
    assertThat(world.delivered.get(1).checkpoint()).isEqualTo("{\"page\":7}");
    assertThat(ledger.status()).isEqualTo("COMPLETED");
  }

  private boolean hasFailedActivity(IntentWorkflow intent) {
    String id = WorkflowStub.fromTyped(intent).getExecution().getWorkflowId();
    return world.client().fetchHistory(id).getEvents().stream()
        .anyMatch(HistoryEvent::hasActivityTaskFailedEventAttributes);
  }
}
