package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.workflows.delivery.DeliveryResult;
import dev.purser.workflows.intent.IntentView;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.intent.ReportBatch;
import dev.purser.workflows.intent.ReportLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an intent does while the ledger is away, and the second door. */
@Timeout(120)
final class TestIntentAway {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;

  @AfterEach
  void close() {
    world.close();
  }

  private static ReportLine report(String id, long nanos) {
    return new ReportLine(id, nanos, "gpt-4o", null, 0, 0, 0, 0, 0, null, 1, null, null);
  }

  @Test
  void isPausedResumedAndKilledAndJournalsItAllInOrderOnceTheLedgerIsBack() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    ledger.away = true;

    assertThat(intent.pause(new Act("ann", null)).journaled()).isFalse();
    assertThat(intent.resume(new ResumeAct("ann", null, List.of(), 0)).journaled()).isFalse();
    world.awaitDelivered(2);
    Ack kill = intent.kill(new Act("ann", null));
    assertThat(kill.journaled()).isFalse();
    assertThat(kill.status()).isEqualTo("CANCELED");
    assertThat(intent.view().unjournaled()).isPositive();

    ledger.away = false;
    world.awaitClosed(intent);
    assertThat(ledger.events())
        .containsExactly(
            EventType.DELIVERED,
            EventType.WAITING,
            EventType.RESUMED,
            EventType.DELIVERED,
            EventType.CANCELED);
  }

  @Test
  void isNotDeliveredBeforeTheLedgerHasSaidThatItsAgentMayWork() {
    ledger.away = true;
    IntentWorkflow intent = world.start(World.intent());
    await("it says that it does not know")
        .atMost(World.LONGEST)
        .until(() -> intent.view().holds().size() == 1);
    assertThat(intent.view().holds()).extracting(HoldLine::kind).containsExactly(HoldKind.UNKNOWN);
    world.sleep(Duration.ofMinutes(5));
    assertThat(world.delivered).isEmpty();

    ledger.away = false;

    world.sleep(Duration.ofSeconds(10));
    world.awaitDelivered(1);
    assertThat(ledger.events())
        .containsExactly(EventType.WAITING, EventType.RESUMED, EventType.DELIVERED);
  }

  @Test
  void reportsBySignalAreHandedOverUnderTheIdsTheyCameWith() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);

    intent.report(new ReportBatch(List.of(report("a", 10), report("b", 20))));
    intent.report(new ReportBatch(List.of(report("a", 10), report(null, 5))));

    await("all are counted").atMost(World.LONGEST).until(() -> intent.view().costNanos() == 35);
    assertThat(ledger.reports.keySet()).contains("a", "b").hasSize(3);
    assertThat(intent.view().heldNanos()).isZero();
  }

  @Test
  void whatItHoldsWhileTheLedgerIsAwayParksItAtItsOwnLimitAndIsInNoTotal() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    ledger.setIntent(3_000_000_000L, 5_000_000_000L);
    intent.report(new ReportBatch(List.of(report("a", 1_000_000_000L))));
    await("the ledger's total")
        .atMost(World.LONGEST)
        .until(() -> intent.view().costNanos() == 4_000_000_000L);
    ledger.away = true;

    intent.report(new ReportBatch(List.of(report("b", 500_000_000L))));
    intent.report(new ReportBatch(List.of(report("c", 500_000_000L))));

    await("it parks")
        .atMost(World.LONGEST)
        .until(() -> intent.view().status() == IntentStatus.WAITING);
    IntentView parked = intent.view();
    assertThat(parked.costNanos()).isEqualTo(4_000_000_000L);
    assertThat(parked.heldNanos()).isEqualTo(1_000_000_000L);
    assertThat(parked.holds()).extracting(HoldLine::rule).containsExactly("intent $5.00 pause");
    ledger.away = false;
    world.sleep(Duration.ofSeconds(20));
    await("all are counted")
        .atMost(World.LONGEST)
        .until(() -> intent.view().costNanos() == 5_000_000_000L);
    assertThat(intent.view().heldNanos()).isZero();
    assertThat(ledger.reports).hasSize(3);
  }

  /** At $15 and $75 a million: $0.90 each. */
  private static ReportLine tokens(String id) {
    return new ReportLine(id, null, "gpt-4o", null, 10_000, 10_000, 0, 0, 0, null, 1, null, null);
  }

  @Test
  void tokensThatOnlyTheLedgerCouldPriceCountAtTheAssumedPriceUntilItHas() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    intent.news(ledger.setIntent(3_500_000_000L, 5_000_000_000L));
    await("the ledger's total")
        .atMost(World.LONGEST)
        .until(() -> intent.view().costNanos() == 3_500_000_000L);
    ledger.away = true;

    intent.report(new ReportBatch(List.of(tokens("a"))));
    await("it is held")
        .atMost(World.LONGEST)
        .until(() -> intent.view().heldNanos() == 900_000_000L);
    world.sleep(Duration.ofSeconds(10));
    assertThat(intent.view().status()).isEqualTo(IntentStatus.DELIVERED);
    intent.report(new ReportBatch(List.of(tokens("b"))));

    await("it parks")
        .atMost(World.LONGEST)
        .until(() -> intent.view().status() == IntentStatus.WAITING);
    assertThat(intent.view().costNanos()).as("no total has it").isEqualTo(3_500_000_000L);
    assertThat(intent.view().heldNanos()).isEqualTo(1_800_000_000L);
    ledger.away = false;
    world.sleep(Duration.ofSeconds(20));
    await("all are priced")
        .atMost(World.LONGEST)
        .until(() -> intent.view().costNanos() == 3_500_040_000L);
    assertThat(intent.view().heldNanos()).isZero();
    world.awaitDelivered(2);
  }

  @Test
  void aSupersededRunEnds() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    ledger.superseded = true;

    intent.pause(new Act("ann", null));

    world.awaitClosed(intent);
  }

  @Test
  void aHandlerThatIsStoppedWithoutAReasonIsNotDeliveredAgainAtOnceForEver() {
    world.handler =
        delivery -> DeliveryResult.stopped(dev.purser.domain.policy.Directive.PARK, 0, 0, null, 0);
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);

    world.sleep(Duration.ofMinutes(5));

    assertThat(world.delivered.size()).isBetween(5, 20);
    assertThat(intent.view().lost()).isZero();
  }
}
