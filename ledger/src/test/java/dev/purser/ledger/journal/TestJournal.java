package dev.purser.ledger.journal;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.events.MeshEvent;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestJournal {
  private static final Instant AT = Instant.parse("2027-03-02T10:00:00Z");
  private static final Hold PERSON =
      new Hold(HoldKind.PERSON, "ann", 0, null, 0, "ann", "lunch", null, AT, null);

  private Ledger ledger;
  private Facts facts;
  private Journal journal;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    journal = ledger.journal();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void takesWhatBecameOfAnIntentAndNumbersItsEvents() {
    UUID id = facts.intent(BOT, null, null);
    long run = ledger.carriage().nextRun();
    Receipt receipt =
        journal.intent(
            entry(
                id,
                run,
                1,
                IntentStatus.WAITING,
                List.of(PERSON),
                List.of(EventType.DELIVERED, EventType.WAITING),
                List.of()));
    assertThat(receipt).isEqualTo(new Receipt(true, false, 1));
    Intent intent = ledger.intents().require(id);
    assertThat(intent.status()).isEqualTo(IntentStatus.WAITING);
    assertThat(intent.parkedBy()).isEqualTo(PERSON);
    assertThat(intent.delivery()).isEqualTo(3);
    assertThat(ledger.intents().events(id, 0, 10))
        .extracting(IntentEvent::seq, IntentEvent::eventType)
        .containsExactly(tuple(1L, "intent.delivered"), tuple(2L, "intent.waiting"));
    assertThat(ledger.intents().events(id, 1, 10))
        .extracting(event -> event.details().path("rule").asText())
        .containsExactly("day");
  }

  @Test
  void anEntryTakenBeforeChangesNothing() {
    UUID id = facts.intent(BOT, null, null);
    long run = ledger.carriage().nextRun();
    IntentEntry first = entry(id, run, 1, IntentStatus.DELIVERED, EventType.DELIVERED);
    journal.intent(first);
    journal.intent(entry(id, run, 2, IntentStatus.IN_PROGRESS, EventType.IN_PROGRESS));
    assertThat(journal.intent(first)).isEqualTo(new Receipt(false, false, 2));
    assertThat(ledger.intents().require(id).status()).isEqualTo(IntentStatus.IN_PROGRESS);
    assertThat(ledger.intents().events(id, 0, 10)).hasSize(2);
  }

  @Test
  void anEntryOfASupersededRunIsNotTaken() {
    UUID id = facts.intent(BOT, null, null);
    long old = ledger.carriage().nextRun();
    long fresh = ledger.carriage().nextRun();
    journal.intent(entry(id, old, 5, IntentStatus.SUBMITTED));
    assertThat(journal.intent(entry(id, fresh, 1, IntentStatus.DELIVERED, EventType.DELIVERED)))
        .isEqualTo(new Receipt(true, false, 2));
    assertThat(journal.intent(entry(id, old, 9, IntentStatus.COMPLETED, EventType.COMPLETED)))
        .isEqualTo(new Receipt(false, true, 2));
    assertThat(ledger.intents().require(id).status()).isEqualTo(IntentStatus.DELIVERED);
  }

  @Test
  void nothingChangesWhatHasEnded() {
    UUID id = facts.intent(BOT, null, null);
    long run = ledger.carriage().nextRun();
    long hold = facts.hold(AccountKey.intent(id), "PARK");
    journal.intent(entry(id, run, 1, IntentStatus.CANCELED, EventType.CANCELED));
    assertThat(journal.intent(entry(id, run, 2, IntentStatus.COMPLETED, EventType.COMPLETED)))
        .isEqualTo(new Receipt(false, false, 1));
    assertThat(ledger.intents().require(id).status()).isEqualTo(IntentStatus.CANCELED);
    assertThat(facts.one(String.class, "select released_by from hold where id = ?", hold))
        .isEqualTo("CANCELED");
  }

  @Test
  void theReleaseOfATasksHoldIsCarriedToAllItsOpenIntents() {
    UUID one = facts.intent(BOT, "ticket", null);
    UUID two = facts.intent(BOT, "ticket", null);
    facts.intent(BOT, "other", null);
    long hold = facts.hold(AccountKey.task(BOT, "ticket"), "PARK");
    long run = ledger.carriage().nextRun();
    Receipt receipt =
        journal.intent(
            entry(
                one,
                run,
                1,
                IntentStatus.SUBMITTED,
                List.of(),
                List.of(EventType.RESUMED),
                List.of(hold)));
    assertThat(receipt.version()).isEqualTo(2);
    assertThat(
            facts.one(
                Long.class,
                "select count(*) from carriage where lane = 0 and workflow_id in (?, ?)",
                "intent/" + one,
                "intent/" + two))
        .isEqualTo(2);
    assertThat(facts.one(Long.class, "select count(*) from carriage")).isEqualTo(2);
    assertThat(facts.one(Long.class, "select count(*) from hold where released_at is null"))
        .isZero();
  }

  @Test
  void anIntentCannotReleaseWhatHoldsItsAgent() {
    UUID id = facts.intent(BOT, null, null);
    long hold = facts.hold(AccountKey.agent(BOT), "PARK");
    long run = ledger.carriage().nextRun();
    journal.intent(entry(id, run, 1, IntentStatus.SUBMITTED, List.of(), List.of(), List.of(hold)));
    assertThat(facts.one(Long.class, "select count(*) from hold where released_at is null"))
        .isEqualTo(1);
  }

  @Test
  void takesWhatBecameOfAnAgentAndTellsOncePerChange() {
    facts.agent(BOT);
    long hold = facts.hold(AccountKey.agent(BOT), "PARK");
    long run = ledger.carriage().nextRun();
    assertThat(journal.agent(agentEntry(run, 1, AgentStatus.PAUSED, PERSON, List.of())))
        .isEqualTo(new Receipt(true, false, 1));
    journal.agent(agentEntry(run, 1, AgentStatus.PAUSED, PERSON, List.of()));
    journal.agent(agentEntry(run, 2, AgentStatus.PAUSED, null, List.of()));
    AgentEntry resumed = agentEntry(run, 3, AgentStatus.ACTIVE, null, List.of(hold));
    assertThat(journal.agent(lifting(resumed, PERSON))).isEqualTo(new Receipt(true, false, 3));
    assertThat(ledger.events().list(BOT.value(), null, 10, null).items())
        .extracting(MeshEvent::eventType)
        .containsExactly("agent.resumed", "agent.paused", "agent.created");
    assertThat(facts.one(String.class, "select released_by from hold where id = ?", hold))
        .isEqualTo("ann");
    assertThat(ledger.agents().require(BOT).agent().status()).isEqualTo(AgentStatus.ACTIVE);
  }

  @Test
  void anAgentKeepsTheHoldBehindItsStatus() {
    facts.agent(BOT);
    long run = ledger.carriage().nextRun();
    journal.agent(agentEntry(run, 1, AgentStatus.PAUSED, PERSON, List.of()));
    assertThat(ledger.agents().require(BOT).parkedBy().actor()).isEqualTo(PERSON.actor());
    long later = ledger.carriage().nextRun();
    journal.agent(agentEntry(later, 1, AgentStatus.PAUSED, PERSON, List.of()));
    assertThat(journal.agent(agentEntry(run, 2, AgentStatus.ACTIVE, null, List.of())).superseded())
        .isTrue();
  }

  @Test
  void knowsNothingOfStrangers() {
    assertThatThrownBy(() -> journal.intent(entry(UUID.randomUUID(), 1, 1, IntentStatus.FAILED)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> journal.agent(agentEntry(1, 1, AgentStatus.ACTIVE, null, List.of())))
        .isInstanceOf(Refused.class);
  }

  private static IntentEntry entry(
      UUID id, long run, long seq, IntentStatus status, EventType... events) {
    return entry(id, run, seq, status, List.of(), List.of(events), List.of());
  }

  private static IntentEntry entry(
      UUID id,
      long run,
      long seq,
      IntentStatus status,
      List<Hold> holds,
      List<EventType> events,
      List<Long> released) {
    return new IntentEntry(
        id,
        run,
        seq,
        status,
        holds,
        3,
        events.stream()
            .map(type -> new IntentEntry.Event(type, null, Map.of("rule", "day")))
            .toList(),
        released,
        "ann",
        "because",
        null,
        AT);
  }

  private static AgentEntry agentEntry(
      long run, long seq, AgentStatus status, @Nullable Hold parkedBy, List<Long> released) {
    return new AgentEntry(BOT, run, seq, status, parkedBy, released, "ann", "because", AT);
  }

  private static AgentEntry lifting(AgentEntry entry, Hold word) {
    return new AgentEntry(
        entry.agent(),
        entry.run(),
        entry.seq(),
        entry.status(),
        entry.parkedBy(),
        entry.releasedHoldIds(),
        entry.actor(),
        entry.reason(),
        entry.at(),
        null,
        word);
  }
}
