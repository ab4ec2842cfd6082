package dev.purser.ledger.courier;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestCarriage {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private Ledger ledger;
  private Facts facts;
  private Carriage carriage;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    carriage = ledger.carriage();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void whatMustBeActedOnGoesFirst() {
    totals("agent://a/slow");
    markAgent();
    assertThat(carriage.claim("one", LEASE, Map.of(Lane.WORDS, 1)))
        .containsExactly(
            new Parcel("agent/" + BOT, Parcel.Kind.AGENT, BOT.value(), Lane.WORDS, 1, 1));
    assertThat(carriage.claim("one", LEASE, Facts.each(9)))
        .extracting(Parcel::subject)
        .containsExactly("agent://a/slow");
  }

  @Test
  void whatWaitsInOneLaneTakesNoRoomInAnother() {
    for (int i = 0; i < 50; i++) {
      waiting("task-" + i, Lane.STARTS, 100 - i);
    }
    waiting("new", Lane.DELIVERIES, 1);
    waiting("word", Lane.WORDS, 0);
    Map<Lane, Integer> most = Map.of(Lane.WORDS, 1, Lane.DELIVERIES, 1, Lane.STARTS, 2);
    assertThat(carriage.claim("one", LEASE, most))
        .extracting(Parcel::subject)
        .containsExactlyInAnyOrder("word", "new", "task-0", "task-1");
    assertThat(carriage.claim("one", LEASE, Map.of(Lane.STARTS, 3)))
        .extracting(Parcel::subject)
        .containsExactlyInAnyOrder("task-2", "task-3", "task-4");
    assertThat(carriage.backlog().due(Lane.STARTS)).isEqualTo(50);
    assertThat(carriage.backlog().oldest()).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void whatWaitsForItsStartPassesTheOthersOnceItMustBeActedOn() {
    UUID task = facts.intent(BOT, "ticket-1", null);
    facts.execute("update intent set tracked = true where id = ?", task);
    carriage.missing(task);
    assertThat(carriage.claim("one", LEASE, Map.of(Lane.WORDS, 9, Lane.DELIVERIES, 9))).isEmpty();
    ledger.jdbi().useTransaction(handle -> Carriage.markIntent(handle, task));
    assertThat(carriage.claim("one", LEASE, Map.of(Lane.WORDS, 9)))
        .extracting(Parcel::subject, Parcel::news)
        .containsExactly(tuple(task.toString(), 2L));
  }

  @Test
  void nobodyElseClaimsWhatIsLeasedUntilTheLeaseIsOver() {
    markAgent();
    assertThat(carriage.claim("one", LEASE, Facts.each(9))).hasSize(1);
    assertThat(carriage.claim("two", LEASE, Facts.each(9))).isEmpty();
    facts.execute("update carriage set leased_until = now() - interval '1 second'");
    List<Parcel> again = carriage.claim("two", LEASE, Facts.each(9));
    assertThat(again).extracting(Parcel::attempts).containsExactly(2);
    carriage.done("one", again.get(0));
    assertThat(carriage.backlog().due()).isEqualTo(1);
    carriage.done("two", again.get(0));
    assertThat(carriage.backlog().due()).isZero();
  }

  @Test
  void newsThatCameMeanwhileStaysDue() {
    markAgent();
    Parcel parcel = carriage.claim("one", LEASE, Facts.each(9)).get(0);
    markAgent();
    carriage.done("one", parcel);
    Parcel next = carriage.claim("one", LEASE, Facts.each(9)).get(0);
    assertThat(next.news()).isEqualTo(2);
    assertThat(next.lane()).isEqualTo(Lane.WORDS);
    carriage.done("one", next);
    assertThat(carriage.claim("one", LEASE, Facts.each(9))).isEmpty();
    assertThat(facts.one(Integer.class, "select lane from carriage")).isEqualTo(Lane.TOTALS.rank());
  }

  @Test
  void whatFailedIsDueAgainAfterAWhile() {
    markAgent();
    Parcel parcel = carriage.claim("one", LEASE, Facts.each(9)).get(0);
    carriage.failed("one", parcel, Duration.ofHours(1));
    assertThat(carriage.claim("one", LEASE, Facts.each(9))).isEmpty();
    carriage.failed("one", parcel, Duration.ZERO);
    assertThat(carriage.claim("one", LEASE, Facts.each(9))).isEmpty();
    facts.execute("update carriage set due_at = now()");
    assertThat(carriage.claim("one", LEASE, Facts.each(9)))
        .extracting(Parcel::attempts)
        .containsExactly(2);
  }

  @Test
  void everyAgentBelowAScopeIsMarked() {
    facts.agent(BOT).agent(OTHER).agent(STRANGER);
    ledger.jdbi().useTransaction(handle -> Carriage.markAgentsBelow(handle, MYORG));
    assertThat(carriage.claim("one", LEASE, Facts.each(9)))
        .extracting(Parcel::subject)
        .containsExactlyInAnyOrder(BOT.value(), OTHER.value());
  }

  @Test
  void findsAgentsThatSomethingStops() {
    facts.agent(BOT).agent(OTHER).agent(STRANGER);
    facts.hold(AccountKey.agent(OTHER), "PARK");
    facts.execute("update account set status = 'KILLED' where name = ?", STRANGER.value());
    assertThat(carriage.agentsToRun("", 9)).containsExactly(STRANGER, OTHER);
    assertThat(carriage.agentsToRun(STRANGER.value(), 9)).containsExactly(OTHER);
  }

  @Test
  void findsAgentsOfWhoseAlertsSomeoneIsStillToBeTold() {
    long notification = facts.agent(OTHER).notification(BOT, "ops@company.com");
    assertThat(carriage.agentsToRun("", 9)).containsExactly(BOT);
    ledger.notifications().giveUp(notification);
    assertThat(carriage.agentsToRun("", 9)).isEmpty();
  }

  @Test
  void whatIsMissingInTemporalIsCarriedAndRunsAreNumberedUpwards() {
    UUID intent = facts.intent(BOT, null, null);
    carriage.missing(intent);
    carriage.missing(BOT);
    assertThat(carriage.claim("one", LEASE, Facts.each(9)))
        .extracting(Parcel::workflowId)
        .containsExactlyInAnyOrder("intent/" + intent, "agent/" + BOT);
    assertThat(carriage.nextRun()).isLessThan(carriage.nextRun());
  }

  @Test
  void theBellRingsForWhatIsUrgentAndIsSilentOtherwise() throws Exception {
    try (Bell bell = ledger.bell()) {
      assertThat(bell.await(Duration.ofMillis(10))).isFalse();
      CompletableFuture<Boolean> rung =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return bell.await(Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      markAgent();
      assertThat(rung.get()).isTrue();
    }
  }

  private void markAgent() {
    ledger.jdbi().useTransaction(handle -> Carriage.markAgent(handle, BOT));
  }

  @Test
  void whatIsDueNeedsNobodyToLookForIt() {
    UUID carried = facts.intent(BOT, null, null);
    UUID ended = facts.intent(BOT, null, null);
    UUID due = facts.intent(BOT, null, null);
    facts.execute("update intent set status = 'COMPLETED' where id = ?", ended);
    carriage.missing(due);
    assertThat(carriage.intentsToRun(new UUID(0, 0), 9)).containsExactly(carried);
    assertThat(carriage.intentsToRun(carried, 9)).isEmpty();
    carriage.done("one", carriage.claim("one", LEASE, Facts.each(9)).get(0));
    assertThat(carriage.intentsToRun(new UUID(0, 0), 9)).containsExactlyInAnyOrder(carried, due);
  }

  private void totals(String agent) {
    waiting(agent, Lane.TOTALS, 3600);
  }

  private void waiting(String subject, Lane lane, int seconds) {
    facts.execute(
        "insert into carriage (workflow_id, kind, subject, lane, due_at)"
            + " values (?, 'agent', ?, ?, now() - ? * interval '1 second')",
        "agent/" + subject,
        subject,
        lane.rank(),
        seconds);
  }
}
