package dev.purser.ledger.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.events.MeshEvent;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSummaries {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final String OPS = "ops@company.com";
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Ledger ledger = Ledger.open(TestDatabase.fresh());
  private final Facts facts = new Facts(ledger);
  private final Summaries summaries = ledger.summaries();

  @AfterEach
  void close() {
    ledger.close();
  }

  private SummaryClaim.Taken take() {
    return (SummaryClaim.Taken) summaries.claim(DAY, OPS, LEASE);
  }

  private List<MeshEvent> events() {
    return ledger.events().list("*", null, 100, null).items();
  }

  @Test
  void ofManyWhoAskAtOnceOneSendsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<SummaryClaim>> tries = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tries.add(() -> summaries.claim(DAY, OPS, LEASE));
      }
      List<SummaryClaim> answers = new ArrayList<>();
      for (Future<SummaryClaim> answer : threads.invokeAll(tries)) {
        answers.add(answer.get());
      }
      assertThat(answers).filteredOn(SummaryClaim.Taken.class::isInstance).hasSize(1);
      assertThat(answers).filteredOn(SummaryClaim.NotYet.class::isInstance).hasSize(15);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatWasSentIsSettledAndAnEventOfAllAgents() {
    summaries.delivered(take(), "email");
    summaries.giveUp(DAY, OPS);

    assertThat(summaries.claim(DAY, OPS, LEASE)).isEqualTo(new SummaryClaim.Settled());
    assertThat(events()).hasSize(1);
    MeshEvent sent = events().get(0);
    assertThat(sent.eventType()).isEqualTo("summary.sent");
    assertThat(sent.address()).isEqualTo("*");
    assertThat(sent.details())
        .hasToString(
            "{\"day\":\"2026-11-23\",\"channel\":\"email\",\"addressee\":\"ops@company.com\"}");
  }

  @Test
  void anotherDayAndAnotherAddresseeAreOthers() {
    summaries.delivered(take(), "email");
    assertThat(summaries.claim(DAY.plusDays(1), OPS, LEASE)).isInstanceOf(SummaryClaim.Taken.class);
    assertThat(summaries.claim(DAY, "ann@company.com", LEASE))
        .isInstanceOf(SummaryClaim.Taken.class);
  }

  @Test
  void aReasonIsToldOnceHoweverOftenItComesAgain() {
    for (String reason : List.of("greylisted", "greylisted", "mailbox full")) {
      summaries.failed(take(), "email", reason, Duration.ofMinutes(5));
      assertThat(summaries.claim(DAY, OPS, LEASE)).isInstanceOf(SummaryClaim.NotYet.class);
      facts.execute("update summary set due_at = now()");
    }
    assertThat(take().tries()).isEqualTo(3);

    summaries.giveUp(DAY, OPS);

    assertThat(events())
        .extracting(
            MeshEvent::eventType,
            event -> event.details().path("reason").asText(),
            event -> event.details().path("tried_again").asBoolean())
        .containsExactly(
            tuple("summary.failed", "given up: mailbox full", false),
            tuple("summary.failed", "mailbox full", true),
            tuple("summary.failed", "greylisted", true));
  }

  @Test
  void ofAUrlTheEventsShowTheHost() {
    String url = "https://example.com/hook?key=secret";
    SummaryClaim claim = summaries.claim(DAY, url, LEASE);
    summaries.undeliverable((SummaryClaim.Taken) claim, "webhook", "gone");
    assertThat(events().get(0).details().path("addressee").asText()).isEqualTo("example.com");
    assertThat(facts.one(String.class, "select status from summary")).isEqualTo("undeliverable");
  }

  @Test
  void aTryWhoseLeaseHasEndedIsAnothers() {
    SummaryClaim.Taken slow = take();
    facts.execute("update summary set leased_until = now()");
    SummaryClaim.Taken second = take();
    summaries.failed(slow, "email", "too late", Duration.ofMinutes(5));
    assertThat(facts.one(Integer.class, "select tries from summary")).isZero();
    summaries.delivered(slow, "email");
    summaries.delivered(second, "email");
    assertThat(events()).hasSize(1);
  }

  @Test
  void whatCouldNeverBeTriedIsGivenUpToo() {
    summaries.giveUp(DAY, OPS);
    assertThat(facts.one(String.class, "select last_error from summary"))
        .isEqualTo("given up: it could not be tried");
    assertThat(summaries.claim(DAY, OPS, LEASE)).isEqualTo(new SummaryClaim.Settled());
  }

  @Test
  void aDayWithNothingToTellIsNoEvent() {
    summaries.quiet(take());
    assertThat(summaries.claim(DAY, OPS, LEASE)).isEqualTo(new SummaryClaim.Settled());
    assertThat(events()).isEmpty();
  }
}
