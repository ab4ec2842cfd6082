package dev.purser.ledger.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Spent;
import dev.purser.ledger.intake.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits and rates go by when a report was taken, charts by when its call was made. */
class TestTwoClocks {
  private static final AgentAddress LATE = new AgentAddress("agent://late/bot");
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Before any day, week or month that holds now. */
  private static final Duration LONG = Duration.ofDays(34);

  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void theLastHourIsNeverMoreThanTheMonth() {
    report(Usd.of("6413"), null, Instant.now().minus(LONG));
    report(Usd.of("13.28"), null, null);
    AgentRow row = ledger.reports().agents(null, 9, null).items().get(0);
    assertThat(row.today()).isEqualTo(new Spent(Usd.of("6426.28"), Usd.of("6413"), Usd.ZERO, 0));
    assertThat(row.month()).isEqualTo(row.today());
    assertThat(row.burn().perHour()).isEqualTo(row.month().usd());
    AgentDetail detail = ledger.agents().require(LATE);
    assertThat(detail.agent().today()).isEqualTo(row.today());
    assertThat(detail.budgets())
        .hasSize(3)
        .allSatisfy(budget -> assertThat(detail.spent().get(budget)).isEqualTo(row.today()));
    TimeWindow today = Windows.at(Period.DAY, UTC, Instant.now());
    assertThat(ledger.reports().models(LATE, today.start(), today.end()).total())
        .as("charts go by when calls were made")
        .isEqualTo(Usd.of("13.28"));
  }

  @Test
  void whatIsAssumedIsToldOfEachSum() {
    report(null, Usage.of("unheard-of", 1_000_000, 0), null);
    report(Usd.of("2"), null, null);
    Spent today = ledger.reports().agents(null, 9, null).items().get(0).today();
    assertThat(today.assumed().isPositive()).isTrue();
    assertThat(today.usd()).isEqualTo(today.assumed().plus(Usd.of("2")));
    assertThat(today.late()).isEqualTo(Usd.ZERO);
  }

  @Test
  void aScopeThatIsSummedUpKnowsWhatCameLate() {
    report(Usd.of("5"), null, Instant.now().minus(LONG));
    Scope scope = new Scope("agent://late/*");
    AccountKey account = AccountKey.scope(scope);
    ledger
        .jdbi()
        .useTransaction(
            handle -> {
              Accounts.ensure(handle, account, "ann");
              Accounts.sumUp(handle, scope);
            });
    TimeWindow today = Windows.at(Period.DAY, UTC, Instant.now());
    assertThat(read(account, today)).isEqualTo(new Spent(Usd.of("5"), Usd.of("5"), Usd.ZERO, 0));
  }

  @Test
  void theDayBeforeTellsWhatItTookForEarlierDays() {
    report(Usd.of("7"), null, Instant.now().minus(LONG));
    report(Usd.of("1"), null, null);
    LocalDate today = LocalDate.now(UTC);
    DayReport day = ledger.reports().day(today, UTC, 9);
    assertThat(day.total()).isEqualTo(Usd.of("1"));
    assertThat(day.late()).isEqualTo(Usd.of("7"));
    assertThat(ledger.reports().day(today.minusDays(1), UTC, 9).late()).isEqualTo(Usd.ZERO);
  }

  @Test
  void aLedgerFromBeforeTellsTheSame() {
    report(null, Usage.of("unheard-of", 1_000_000, 0), Instant.now().minus(LONG));
    report(null, Usage.of("unheard-of", 1_000_000, 0), null);
    TimeWindow today = Windows.at(Period.DAY, UTC, Instant.now());
    Spent told = read(AccountKey.agent(LATE), today);
    facts.execute("delete from late_sum");
    facts.execute("update quarter_sum set assumed = 0");
    migration().forEach(facts::execute);
    Spent again = read(AccountKey.agent(LATE), today);
    assertThat(again.late()).isEqualTo(told.late());
    assertThat(again.assumed()).as("by when the calls were made").isEqualTo(told.late());
  }

  /** What fills in the tables of a ledger that is there. */
  private static List<String> migration() {
    try (var in = TestTwoClocks.class.getResourceAsStream("/db/migration/V14__two_clocks.sql")) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(sql.split(";\n")).stream()
          .map(one -> one.replaceAll("(?m)^--.*\n", "").strip())
          .filter(one -> one.startsWith("insert") || one.startsWith("update"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Spent read(AccountKey account, TimeWindow window) {
    return ledger
        .jdbi()
        .withHandle(handle -> Spent.read(handle, List.of(new Spent.Of(account, window))).get(0));
  }

  private void report(@Nullable Usd cost, @Nullable Usage usage, @Nullable Instant occurredAt) {
    ledger
        .intake()
        .submit(
            new Request.Report(
                LATE,
                null,
                null,
                UUID.randomUUID().toString(),
                true,
                "hash",
                cost,
                usage,
                occurredAt,
                0,
                null,
                null,
                null))
        .join();
  }
}
