package dev.purser.ledger.upkeep;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestUpkeep {
  private static final Instant LONG_AGO = Instant.parse("2025-01-08T00:00:00Z");

  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void oldEntriesGoByTheWeekWhileReportIdsStay() {
    ledger.upkeep().ensurePartitions(LONG_AGO);
    entry(LONG_AGO);
    facts.execute(
        "insert into report values (1, 'r', ?, '', '{}')", LONG_AGO.atOffset(ZoneOffset.UTC));
    entry(Instant.now());
    assertThat(ledger.upkeep().dropEntriesBefore(Instant.parse("2025-01-12T23:59:59Z")))
        .containsExactly("entry_20241230");
    assertThat(facts.one(Long.class, "select count(*) from entry")).isEqualTo(2);
    assertThat(ledger.upkeep().dropEntriesBefore(Instant.parse("2025-01-13T00:00:00Z")))
        .containsExactly("entry_20250106");
    assertThat(facts.one(Long.class, "select count(*) from entry")).isEqualTo(1);
    assertThat(facts.one(Long.class, "select count(*) from report")).isEqualTo(1);
  }

  @Test
  void answersAreKeptForADayAtLeast() {
    facts.execute(
        "insert into idempotency values ('s', 'old', '', '1', now() - interval '3 days')");
    facts.execute("insert into idempotency values ('s', 'new', '', '1', now() - interval '1 day')");
    ledger.upkeep().daily();
    assertThat(facts.one(String.class, "select key from idempotency")).isEqualTo("new");
  }

  @Test
  void sumsOfAgentsAreKeptForGoodAndOthersForFortyDays() {
    facts.execute("insert into account (kind, name) values ('scope', 'agent://kept/*')");
    for (String sums :
        List.of(
            "insert into quarter_sum (account_id, quarter, posted, intents)"
                + " select id, now() - interval '41 days', 5, 0 from account",
            "insert into late_sum (account_id, quarter, occurred, posted)"
                + " select id, now() - interval '41 days', now() - interval '50 days', 5"
                + " from account")) {
      facts.execute(sums);
    }
    ledger.upkeep().daily();
    for (String sums : List.of("quarter_sum", "late_sum")) {
      assertThat(
              facts.one(
                  String.class,
                  "select string_agg(distinct a.kind, ' ') from account a join "
                      + sums
                      + " s on s.account_id = a.id"))
          .isEqualTo("agent");
    }
  }

  @Test
  void minutesAreKeptForTwoHours() {
    for (String age : List.of("119 minutes", "121 minutes")) {
      facts.execute(
          "insert into minute_sum select id, now() - cast(? as interval), 5 from account", age);
    }
    ledger.upkeep().often();
    assertThat(
            facts.one(
                Long.class,
                "select count(*) from minute_sum where minute > now() - interval '2 h'"))
        .isEqualTo(1);
    assertThat(facts.one(Long.class, "select count(*) from minute_sum")).isEqualTo(1);
  }

  private void entry(Instant at) {
    facts.execute(
        "insert into entry (posted_at, window_at, occurred_at, agent_id, accounts, amount, pricing)"
            + " values (?, now(), now(), 1, '{}', 5, 'given')",
        at.atOffset(ZoneOffset.UTC));
  }
}
