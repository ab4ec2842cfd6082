package dev.purser.ledger.intents;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Json;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestIntents {
  private Ledger ledger;
  private Facts facts;
  private Intents intents;
  private Deliveries deliveries;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    intents = ledger.intents();
    deliveries = ledger.deliveries();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void showsAnIntentWithItsCost() {
    UUID id = facts.intent(BOT, "ticket", null);
    facts.posted(AccountKey.intent(id), Usd.of("1.25"), Instant.EPOCH);
    Intent intent = intents.require(id);
    assertThat(intent.cost()).isEqualTo(Usd.of("1.25"));
    assertThat(intent.agent()).isEqualTo(BOT);
    assertThat(intent.task()).isEqualTo("ticket");
    assertThat(intent.rootId()).isEqualTo(id);
    assertThat(intents.get(UUID.randomUUID())).isEmpty();
  }

  @Test
  void countsWhatIsOpenAndHasYetToStop() {
    for (String status : List.of("SUBMITTED", "IN_PROGRESS", "WAITING", "COMPLETED")) {
      facts.execute(
          "update intent set status = ? where id = ?", status, facts.intent(BOT, null, null));
    }
    facts.intent(OTHER, null, null);
    assertThat(intents.open(BOT, List.of())).isEqualTo(new OpenIntents(3, 0));
    assertThat(intents.open(BOT, List.of(demand(Directive.KILL, InFlight.FINISH))))
        .isEqualTo(new OpenIntents(3, 3));
    assertThat(intents.open(BOT, List.of(demand(Directive.PARK, InFlight.PARK))))
        .isEqualTo(new OpenIntents(3, 2));
    assertThat(intents.open(BOT, List.of(demand(Directive.PARK, InFlight.FINISH))))
        .isEqualTo(new OpenIntents(3, 1));
  }

  private static Demand demand(Directive directive, InFlight inFlight) {
    return new Demand(
        new Hold(HoldKind.PERSON, "ann", 0, null, 0, "ann", "lunch", null, Instant.EPOCH, null),
        directive,
        inFlight);
  }

  @Test
  void listsTheNewestFirstPageByPage() {
    UUID first = facts.intent(BOT, null, null);
    UUID second = facts.intent(BOT, null, null);
    UUID third = facts.intent(BOT, null, null);
    facts.intent(OTHER, null, null);
    Page<Intent> page = intents.list(IntentFilter.of(BOT), 2, null);
    assertThat(page.items()).extracting(Intent::id).containsExactly(third, second);
    Page<Intent> rest = intents.list(IntentFilter.of(BOT), 2, page.next());
    assertThat(rest.items()).extracting(Intent::id).containsExactly(first);
    assertThat(rest.next()).isNull();
    assertThatThrownBy(() -> intents.list(IntentFilter.ALL, 2, "nonsense"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo("cursor"));
  }

  @Test
  void everyFilterLeavesOutWhatItShould() {
    UUID match = facts.intent(BOT, "ticket", null);
    UUID miss = facts.intent(BOT, "other", null);
    facts.execute("update intent set tags = '{\"team\": \"red\"}' where id = ?", match);
    facts.execute(
        "update intent set status = 'COMPLETED', intent_type = 'other.thing.v1' where id = ?",
        miss);
    for (IntentFilter filter :
        List.of(
            new IntentFilter(null, List.of(), "work.done.v1", null, null, null),
            new IntentFilter(null, List.of(), null, "ticket", null, null),
            new IntentFilter(null, List.of(), null, null, "team", "red"),
            IntentFilter.of(BOT).in(IntentStatus.SUBMITTED, IntentStatus.WAITING))) {
      assertThat(intents.list(filter, 10, null).items())
          .extracting(Intent::id)
          .containsExactly(match);
    }
  }

  @Test
  void keepsTheNewestCheckpointAndRefusesOlderOnes() {
    UUID id = facts.intent(BOT, null, null);
    deliveries.saveCheckpoint(id, 1, 5, json("{\"page\": 5}"));
    deliveries.saveCheckpoint(id, 1, 5, json("{\"page\": 5}"));
    refusedAsConflict(() -> deliveries.saveCheckpoint(id, 1, 5, json("{\"page\": 6}")));
    refusedAsConflict(() -> deliveries.saveCheckpoint(id, 1, 4, json("{}")));
    deliveries.saveCheckpoint(id, 2, 1, json("[1]"));
    refusedAsConflict(() -> deliveries.saveCheckpoint(id, 1, 9, json("{}")));
    Intent.Checkpoint kept = intents.require(id).checkpoint();
    assertThat(kept.delivery()).isEqualTo(2);
    assertThat(kept.seq()).isEqualTo(1);
    assertThat(kept.data()).hasToString("[1]");
  }

  @Test
  void refusesTheCheckpointOfASupersededDeliveryAndOfAnIntentThatHasEnded() {
    UUID id = facts.intent(BOT, null, null);
    facts.execute("update intent set delivery = 2 where id = ?", id);
    refusedAsConflict(() -> deliveries.saveCheckpoint(id, 1, 1, json("{}")));
    facts.execute("update intent set status = 'CANCELED' where id = ?", id);
    refusedAsConflict(() -> deliveries.saveCheckpoint(id, 2, 1, json("{}")));
    assertThatThrownBy(() -> deliveries.saveCheckpoint(UUID.randomUUID(), 1, 1, json("{}")))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.NOT_FOUND));
  }

  @Test
  void aClaimHoldsFromTheLastSignOfLifeOfItsDelivery() {
    UUID id = facts.intent(BOT, null, null);
    Duration lease = Duration.ofSeconds(60);
    assertThat(deliveries.claimUntil(id, 1, lease)).isEmpty();
    deliveries.named(id, 1);
    Instant seen = intents.require(id).seenAt();
    assertThat(deliveries.claimUntil(id, 1, lease)).contains(seen.plus(lease));
    assertThat(deliveries.claimUntil(id, 2, lease)).isEmpty();
    deliveries.named(id, 2);
    assertThat(deliveries.claimUntil(id, 2, lease)).isPresent();
    facts.execute("update intent set last_report_at = now() + interval '1 hour' where id = ?", id);
    assertThat(deliveries.claimUntil(id, 2, lease).orElseThrow())
        .isAfter(seen.plus(Duration.ofMinutes(59)));
  }

  @Test
  void findsOpenIntentsOfAnAgentATaskAndATree() {
    UUID root = facts.intent(BOT, "ticket", null);
    UUID child = facts.intent(OTHER, "ticket", root);
    UUID ended = facts.intent(BOT, "ticket", null);
    facts.execute("update intent set status = 'COMPLETED' where id = ?", ended);
    facts.intent(STRANGER, "ticket", null);
    assertThat(intents.openOf(BOT, Intents.BEGINNING, 10)).containsExactly(root);
    assertThat(intents.openOf(BOT, root, 10)).isEmpty();
    assertThat(intents.openOfTask(OTHER, "ticket", Intents.BEGINNING, 10)).containsExactly(child);
    assertThat(intents.openOfTree(root, Intents.BEGINNING, 10))
        .containsExactlyInAnyOrder(root, child);
  }

  @Test
  void findsTheOpenTrackedIntentOfATask() {
    UUID id = facts.intent(BOT, "ticket", null);
    assertThat(intents.tracked(BOT, "ticket")).isEmpty();
    facts.execute("update intent set tracked = true where id = ?", id);
    assertThat(intents.tracked(BOT, "ticket")).contains(id);
    facts.execute("update intent set status = 'COMPLETED' where id = ?", id);
    assertThat(intents.tracked(BOT, "ticket")).isEmpty();
  }

  @Test
  void aChangedLimitStandsInTheAccountAndItsWorkflowHearsOfIt() {
    UUID id = facts.intent(BOT, null, null);
    Intent changed = intents.change(id, new Intents.IntentChange(Usd.of("7"), null, null));
    assertThat(changed.limit()).isEqualTo(Usd.of("7"));
    assertThat(changed.maxDeliveryAttempts()).isEqualTo(3);
    assertThat(
            facts.one(
                Long.class,
                "select limit_nanos from account where kind = 'intent' and version = 1"))
        .isEqualTo(Usd.of("7").nanos());
    assertThat(facts.one(String.class, "select workflow_id from carriage where lane = 0"))
        .isEqualTo("intent/" + id);
    facts.execute("update intent set status = 'FAILED' where id = ?", id);
    refusedAsConflict(
        () -> intents.change(id, new Intents.IntentChange(null, Instant.EPOCH, null)));
  }

  @Test
  void knowsWhyAnIntentStandsWhereItStands() {
    UUID id = facts.intent(BOT, null, null);
    facts.execute(
        "insert into spending_authorization values (?, (select id from agent), ?, null, '{}', 5,"
            + " 'pending', '', '{}', now(), now() + interval '1 minute')",
        UUID.randomUUID(),
        id);
    facts.execute(
        "insert into carriage (workflow_id, kind, subject, lane, due_at, attempts)"
            + " values (?, 'intent', ?, 0, now() - interval '1 minute', 4)",
        "intent/" + id,
        id.toString());
    WhyFacts why = intents.why(id);
    assertThat(why.since()).isEqualTo(why.intent().createdAt());
    assertThat(why.pending()).isEqualTo(Usd.ofNanos(5));
    assertThat(why.pendingAuthorizations()).isEqualTo(1);
    assertThat(why.courierAttempts()).isEqualTo(4);
    assertThat(why.newsWaits()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(why.lastHeartbeatAt()).isNull();
  }

  private static void refusedAsConflict(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.CONFLICT));
  }

  private static JsonNode json(String text) {
    return Json.read(text, JsonNode.class);
  }
}
