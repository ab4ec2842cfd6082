package dev.purser.ledger.messages;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.courier.Parcel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestNotifications {
  private static final String OPS = "ops@company.com";
  private static final Duration LEASE = Duration.ofMinutes(1);

  private Ledger ledger;
  private Facts facts;
  private Notifications notifications;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    notifications = ledger.notifications();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Claim claim(long id) {
    return notifications.claim(id, Pace.DEFAULT, LEASE);
  }

  private Claim.Taken take(long id) {
    Claim claim = claim(id);
    assertThat(claim).isInstanceOf(Claim.Taken.class);
    return (Claim.Taken) claim;
  }

  /** Of each agent one that is to be told to ops. */
  private List<Long> alerts(int agents) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      ids.add(facts.notification(new AgentAddress("agent://myorg/bot-" + i), OPS));
    }
    return ids;
  }

  private Alert.Told told(long notification) {
    long alert =
        facts.one(Long.class, "select decision_id from notification where id = ?", notification);
    return ledger.alerts().find(alert).orElseThrow().told().get(0);
  }

  private void minutePasses() {
    facts.execute("update mailbox set minute_until = now() - interval '1 second'");
  }

  @Test
  void whoClaimsItSendsItAndNobodyElseMeanwhileNorAfterwards() {
    long id = facts.notification(BOT, OPS);
    Claim.Taken taken = take(id);
    assertThat(taken.items()).extracting(Claim.Item::notificationId).containsExactly(id);
    assertThat(taken.digestId()).isNull();
    assertThat(claim(id))
        .isInstanceOfSatisfying(
            Claim.NotYet.class,
            notYet -> assertThat(notYet.left()).isBetween(Duration.ofSeconds(30), LEASE));
    notifications.delivered(taken, "email");
    assertThat(claim(id)).isEqualTo(new Claim.Settled());
    Alert.Told told = told(id);
    assertThat(told.status()).isEqualTo("delivered");
    assertThat(told.channel()).isEqualTo("email");
    assertThat(told.tries()).isEqualTo(1);
    assertThat(told.events())
        .extracting(Alert.ToldEvent::status, Alert.ToldEvent::attempt, Alert.ToldEvent::channel)
        .containsExactly(tuple("delivered", 1, "email"));
    assertThat(notifications.pending(BOT)).isEmpty();
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    long id = facts.notification(BOT, OPS);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Claim>> asking = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      asking.add(() -> claim(id));
    }
    int taken = 0;
    for (Future<Claim> answer : threads.invokeAll(asking)) {
      taken += answer.get() instanceof Claim.Taken ? 1 : 0;
    }
    threads.shutdownNow();
    assertThat(taken).isEqualTo(1);
  }

  @Test
  void whenTheLeaseIsOverAnotherMayAndTheFirstOneMayNotSayThatItFailed() {
    long id = facts.notification(BOT, OPS);
    Claim.Taken first = take(id);
    facts.execute("update notification set leased_until = now() - interval '1 second'");
    take(id);
    notifications.failed(first, "email", "too slow", Duration.ofSeconds(5));
    assertThat(claim(id)).isInstanceOf(Claim.NotYet.class);
    assertThat(told(id).events()).isEmpty();
    notifications.delivered(first, "email");
    assertThat(told(id).status()).isEqualTo("delivered");
  }

  @Test
  void everyTryIsAnEventAndAFailedOneIsDueAgainAfterAWhile() {
    long id = facts.notification(BOT, OPS);
    notifications.failed(take(id), "email", "connection refused", Duration.ofMinutes(5));
    assertThat(claim(id))
        .isInstanceOfSatisfying(
            Claim.NotYet.class,
            notYet ->
                assertThat(notYet.left()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5)));
    facts.execute("update notification set due_at = now()");
    Claim.Taken again = take(id);
    assertThat(again.items()).extracting(Claim.Item::tries).containsExactly(1);
    Alert.Told waiting = told(id);
    assertThat(waiting.status()).isEqualTo("pending");
    assertThat(waiting.lastError()).isEqualTo("connection refused");
    notifications.delivered(again, "email");
    assertThat(told(id).lastError()).isNull();
    assertThat(told(id).events())
        .extracting(Alert.ToldEvent::status, Alert.ToldEvent::attempt, Alert.ToldEvent::reason)
        .containsExactly(tuple("failed", 1, "connection refused"), tuple("delivered", 2, null));
  }

  @Test
  void whatIsGivenUpSaysWhyAndMayYetArrive() {
    long id = facts.notification(BOT, OPS);
    notifications.failed(take(id), "email", "mailbox full", Duration.ZERO);
    Claim.Taken slow = take(id);
    notifications.giveUp(id);
    assertThat(told(id).status()).isEqualTo("undeliverable");
    assertThat(told(id).lastError()).isEqualTo("given up: mailbox full");
    assertThat(claim(id)).isEqualTo(new Claim.Settled());
    notifications.delivered(slow, "email");
    assertThat(told(id).status()).isEqualTo("delivered");
    notifications.giveUp(id);
    assertThat(told(id).events())
        .extracting(Alert.ToldEvent::status)
        .containsExactly("failed", "undeliverable", "delivered");
  }

  @Test
  void whatCanNeverArriveIsUndeliverableAtOnce() {
    long id = facts.notification(BOT, "pager");
    notifications.undeliverable(take(id), null, "there is no channel pager");
    assertThat(told(id).status()).isEqualTo("undeliverable");
    assertThat(told(id).tries()).isEqualTo(1);
    assertThat(told(id).events())
        .extracting(Alert.ToldEvent::status, Alert.ToldEvent::reason)
        .containsExactly(tuple("undeliverable", "there is no channel pager"));
    assertThat(claim(99)).isEqualTo(new Claim.Settled());
  }

  @Test
  void tenAgentsInAMinuteAreThreeMessagesAndOneDigestOfTheOtherSeven() {
    List<Long> ids = alerts(10);
    for (long id : ids.subList(0, 3)) {
      notifications.delivered(take(id), "email");
    }
    for (long id : ids.subList(3, 10)) {
      assertThat(claim(id))
          .isInstanceOfSatisfying(
              Claim.NotYet.class,
              notYet -> assertThat(notYet.left()).isLessThanOrEqualTo(Duration.ofMinutes(1)));
    }
    minutePasses();
    Claim.Taken digest = take(ids.get(5));
    assertThat(digest.items())
        .extracting(Claim.Item::notificationId)
        .containsExactlyInAnyOrderElementsOf(ids.subList(3, 10));
    assertThat(claim(ids.get(4))).isInstanceOf(Claim.NotYet.class);
    notifications.delivered(digest, "email");
    for (long id : ids.subList(3, 10)) {
      assertThat(claim(id)).isEqualTo(new Claim.Settled());
      assertThat(told(id).digestId()).isEqualTo(digest.digestId()).isNotNull();
      assertThat(told(id).events())
          .extracting(Alert.ToldEvent::status, Alert.ToldEvent::attempt)
          .containsExactly(tuple("delivered", 1));
    }
    assertThat(told(ids.get(0)).digestId()).isNull();
    assertThat(take(alerts(11).get(10)).digestId()).isNull();
  }

  @Test
  void eachAddresseeHasAMinuteOfTheirOwn() {
    alerts(4).forEach(this::claim);
    assertThat(claim(facts.notification(BOT, OPS))).isInstanceOf(Claim.NotYet.class);
    take(facts.notification(BOT, "ann@company.com"));
  }

  @Test
  void aDigestThatFailsIsOneTryOfEachAndGoesAgainAsTheSameMessage() {
    List<Long> ids = alerts(5);
    ids.subList(0, 3).forEach(id -> notifications.delivered(take(id), "email"));
    claim(ids.get(3));
    minutePasses();
    Claim.Taken first = take(ids.get(3));
    notifications.failed(first, "email", "greylisted", Duration.ofSeconds(30));
    assertThat(claim(ids.get(4))).isInstanceOf(Claim.NotYet.class);
    facts.execute("update notification set due_at = now()");
    Claim.Taken again = take(ids.get(4));
    assertThat(again.digestId()).isEqualTo(first.digestId());
    notifications.delivered(again, "email");
    assertThat(told(ids.get(3)).events())
        .extracting(Alert.ToldEvent::status, Alert.ToldEvent::digestId)
        .containsExactly(tuple("failed", first.digestId()), tuple("delivered", first.digestId()));
  }

  @Test
  void oneThatWasGatheredAloneGoesByItself() {
    List<Long> ids = alerts(4);
    ids.subList(0, 3).forEach(id -> notifications.delivered(take(id), "email"));
    claim(ids.get(3));
    minutePasses();
    Claim.Taken only = take(ids.get(3));
    assertThat(only.digestId()).isNull();
    notifications.delivered(only, "email");
    assertThat(facts.one(Boolean.class, "select gathering from mailbox")).isFalse();
  }

  @Test
  void aWorkflowHearsOfMoreAsSoonAsItHasRoomForThem() {
    long first = facts.notification(BOT, OPS);
    for (int i = 1; i < Notifications.MOST_PENDING; i++) {
      facts.notification(BOT, "ops-" + i);
    }
    Claim.Taken taken = take(first);
    long further = facts.notification(BOT, "late");
    notifications.delivered(taken, "email");
    assertThat(ledger.carriage().claim("one", LEASE, Facts.each(9)))
        .extracting(Parcel::subject)
        .containsExactly(BOT.value());
    notifications.giveUp(further);
    assertThat(facts.one(Long.class, "select max(news) from carriage")).isEqualTo(1);
  }

  @Test
  void whatNobodyHasTriedForLongIsFound() {
    facts.notification(BOT, OPS);
    facts.notification(OTHER, OPS);
    assertThat(notifications.forgotten(Duration.ofHours(1), "", 9)).isEmpty();
    facts.execute("update notification set updated_at = now() - interval '61 minutes'");
    assertThat(notifications.forgotten(Duration.ofHours(1), "", 9)).containsExactly(BOT, OTHER);
    assertThat(notifications.forgotten(Duration.ofHours(1), BOT.value(), 9)).containsExactly(OTHER);
  }
}
