package dev.purser.workflows.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.EventType;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.journal.IntentEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestIntentBook {
  private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");

  private final List<IntentEntry> entries = new ArrayList<>();
  private final IntentStart start = start(List.of());
  private final IntentBook book = new IntentBook(start, entries::add);

  private static IntentStart start(List<HoldLine> holds) {
    return new IntentStart(
        "7d4c",
        "agent://acme/bot",
        3,
        "a.b.v1",
        null,
        "{}",
        null,
        Map.of(),
        false,
        5_000_000_000L,
        NOW.plusSeconds(60),
        2,
        0,
        false,
        holds.isEmpty() ? IntentStatus.SUBMITTED : IntentStatus.WAITING,
        holds,
        0,
        null,
        0,
        null,
        null,
        false,
        null);
  }

  private static HoldLine hold(HoldKind kind, long id, Instant resumesAt, boolean soft) {
    return new HoldLine(
        kind,
        "x",
        id,
        "day $50.00 pause",
        1,
        null,
        "full",
        null,
        NOW,
        resumesAt,
        Directive.PARK,
        soft);
  }

  private static IntentNews intentNews(long version, HoldLine... holds) {
    IntentHalf half =
        new IntentHalf(
            version,
            1_250_000_000L,
            5_000_000_000L,
            null,
            List.of(holds),
            List.of(new ModelSpend("gpt-4o", 1_250_000_000L, 3)),
            null);
    return new IntentNews(half, null);
  }

  private static IntentNews agentNews(long version, HoldLine... holds) {
    AgentStatus status = holds.length == 0 ? AgentStatus.ACTIVE : AgentStatus.PAUSED;
    return new IntentNews(
        null, new AgentNews(version, status, List.of(holds), 0, null, null, null, List.of()));
  }

  private IntentEntry last() {
    return entries.get(entries.size() - 1);
  }

  @Test
  void journalsAHoldOnceHoweverOftenItIsHeard() {
    book.take(intentNews(1, hold(HoldKind.INTENT, 7, null, false)), NOW);
    book.take(intentNews(2, hold(HoldKind.INTENT, 7, null, false)), NOW);

    assertThat(entries).hasSize(1);
    assertThat(last().status()).isEqualTo(IntentStatus.WAITING);
    assertThat(last().events().get(0).waitingReason()).isEqualTo("WAITING_FOR_HUMAN");
    assertThat(last().events().get(0).details()).containsEntry("rule", "day $50.00 pause");
    assertThat(last().run()).isEqualTo(3);
    assertThat(last().seq()).isEqualTo(1);
  }

  @Test
  void waitsForTimeWhereEveryHoldGoesByItself() {
    book.take(intentNews(1, hold(HoldKind.TASK, 7, NOW.plusSeconds(5), false)), NOW);

    assertThat(last().events().get(0).waitingReason()).isEqualTo("WAITING_FOR_TIME");
    assertThat(book.nextTick()).isEqualTo(NOW.plusSeconds(6));
    book.tick(NOW.plusSeconds(6));
    assertThat(last().releasedHoldIds()).containsExactly(7L);
    assertThat(book.nextTick()).isEqualTo(NOW.plusSeconds(60));
    book.tick(NOW.plusSeconds(60));
    assertThat(book.status()).isEqualTo(IntentStatus.TIMED_OUT);
  }

  @Test
  void aResumeTakesItsOwnHoldsAndLeavesTheAgents() {
    book.take(intentNews(1, hold(HoldKind.INTENT, 7, null, false)), NOW);
    book.take(agentNews(1, hold(HoldKind.AGENT, 8, null, false)), NOW);
    book.pause("ann", null, NOW);

    book.resume(new ResumeAct("bob", null, List.of(7L), 4), NOW);

    assertThat(book.shown()).extracting(HoldLine::id).containsExactly(8L);
    assertThat(last().releasedHoldIds()).containsExactly(7L);
    assertThat(last().actor()).isEqualTo("bob");
  }

  @Test
  void aHoldThatCameAfterTheResumeStays() {
    book.take(
        intentNews(9, hold(HoldKind.INTENT, 7, null, false), hold(HoldKind.TREE, 9, null, false)),
        NOW);

    book.resume(new ResumeAct("bob", null, List.of(7L), 4), NOW);

    assertThat(book.shown()).extracting(HoldLine::id).containsExactly(9L);
  }

  @Test
  void aSoftHoldLetsWorkInHandFinishAndHoldsWhatIsLetGo() {
    book.deliver(null, NOW);
    book.take(agentNews(1, hold(HoldKind.AGENT, 8, null, true)), NOW);
    assertThat(book.status()).isEqualTo(IntentStatus.DELIVERED);

    book.letGo(NOW);

    assertThat(book.status()).isEqualTo(IntentStatus.WAITING);
  }

  @Test
  void anAdoptedIntentKeepsItsHoldsUntilTheLedgerIsRead() {
    List<HoldLine> holds =
        List.of(
            hold(HoldKind.AGENT, 8, null, false),
            HoldLine.byPerson(HoldKind.PERSON, "ann", Directive.PARK, "ann", "look", NOW));
    IntentBook adopted = new IntentBook(start(holds), entries::add);

    adopted.take(intentNews(1), NOW);
    assertThat(adopted.shown()).hasSize(2);
    assertThat(adopted.standing().known()).isFalse();
    adopted.take(agentNews(1), NOW);

    assertThat(adopted.shown()).extracting(HoldLine::kind).containsExactly(HoldKind.PERSON);
    assertThat(entries.stream().flatMap(entry -> entry.events().stream())).isEmpty();
  }

  @Test
  void theLastLostDeliveryEndsIt() {
    book.deliver(null, NOW);
    book.lost("silence", NOW);
    assertThat(book.status()).isEqualTo(IntentStatus.SUBMITTED);
    book.deliver(null, NOW);
    book.lost("silence", NOW);

    assertThat(last().events())
        .extracting(event -> event.type())
        .containsExactly(EventType.DELIVERY_FAILED, EventType.FAILED);
  }

  @Test
  void neverJudgesBelowTheLimitNorKills() {
    book.take(intentNews(1), NOW);
    book.judge(3_749_999_999L, NOW);
    assertThat(book.waits()).isFalse();
    book.judge(Long.MAX_VALUE, NOW);
    assertThat(book.status()).isEqualTo(IntentStatus.WAITING);
    book.take(intentNews(2), NOW);
    assertThat(book.waits()).isFalse();
  }

  @Test
  void itsDetailsSayWhyItWaitsAndWhatReleasesIt() {
    book.take(intentNews(1, hold(HoldKind.INTENT, 7, null, false)), NOW);

    assertThat(IntentDetails.of(start, book, 500_000_000L))
        .contains("### WAITING")
        .contains("full (rule `day $50.00 pause`)")
        .contains("`./purser resume 7d4c --grant 10`")
        .contains("Spent: \\$1.25 of \\$5.00, \\$0.50 not yet in the ledger")
        .contains("| gpt-4o | \\$1.25 | 3 |");
  }
}
