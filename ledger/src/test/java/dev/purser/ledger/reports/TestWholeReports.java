package dev.purser.ledger.reports;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of which nobody holds all rows. */
class TestWholeReports {
  private static final Instant AT = Instant.parse("2026-03-02T00:00:00Z");
  private static final int ROWS = 3_500;

  private final LedgerSettings settings = TestDatabase.fresh();
  private Ledger ledger;
  private Reports reports;

  @BeforeEach
  void fill() {
    ledger = Ledger.open(settings);
    reports = ledger.reports();
    Facts facts = new Facts(ledger).agent(BOT);
    facts.execute(
        """
        insert into rollup
        select 1, timestamptz '2026-03-02T00:00:00Z', '00000000-0000-0000-0000-000000000000',
          'task ' || n, 'm', 0, n %% 10 * bigint '1000000000', 0, 1, 0, 0, 0, 0, 0, 0
        from generate_series(1, %d) n
        """
            .formatted(ROWS));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aWholeReportIsAllPagesOneAfterTheOther() {
    List<CostRow> paged = new ArrayList<>();
    String cursor = null;
    do {
      Page<CostRow> page = reports.costs(query(), 1_000, cursor).rows();
      paged.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    assertThat(whole(null)).hasSize(ROWS).isEqualTo(paged);
    assertThat(whole(reports.costs(query(), 1_000, null).rows().next()))
        .isEqualTo(paged.subList(1_000, ROWS));
  }

  private List<CostRow> whole(String cursor) {
    List<CostRow> rows = new ArrayList<>();
    reports.costs(
        query(),
        cursor,
        (total, each) -> {
          assertThat(total.cost()).isEqualTo(Usd.of("15750"));
          each.forEachRemaining(rows::add);
        });
    return rows;
  }

  @Test
  void theTotalIsThatOfTheRowsWhateverIsPostedMeanwhile() {
    AtomicBoolean posted = new AtomicBoolean();
    afterEachStatement(
        context -> {
          if (posted.compareAndSet(false, true)) {
            Facts elsewhere = new Facts(ledger);
            CompletableFuture.runAsync(
                    () -> elsewhere.rolledUp(OTHER, null, "new", "m", AT, "99", 1))
                .join();
          }
        });
    reports.costs(
        query(),
        null,
        (total, rows) -> {
          Usd sum = Usd.ZERO;
          while (rows.hasNext()) {
            sum = sum.plus(rows.next().totals().cost());
          }
          assertThat(sum).isEqualTo(total.cost()).isEqualTo(Usd.of("15750"));
        });
    assertThat(reports.costs(query(), 1, null).total().cost()).isEqualTo(Usd.of("15849"));
  }

  private void afterEachStatement(Consumer<StatementContext> what) {
    ledger
        .jdbi()
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logAfterExecution(StatementContext context) {
                what.accept(context);
              }
            });
  }

  @Test
  void rowsAreFetchedAsTheyAreTaken() {
    AtomicInteger size = new AtomicInteger();
    afterEachStatement(
        context -> {
          try {
            size.set(context.getStatement().getFetchSize());
            assertThat(context.getConnection().isReadOnly()).isTrue();
            assertThat(context.getConnection().getAutoCommit()).isFalse();
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
    reports.costs(query(), null, (total, rows) -> rows.next());
    assertThat(size).hasValueBetween(1, 10_000);
  }

  @Test
  void whoeverTakesSlowlyLeavesConnectionsToOthers() throws InterruptedException {
    int most = settings.poolSize() / 3;
    CountDownLatch started = new CountDownLatch(most);
    CountDownLatch enough = new CountDownLatch(1);
    List<Thread> slow = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      Thread taker =
          new Thread(
              () ->
                  reports.costs(
                      query(),
                      null,
                      (total, rows) -> {
                        started.countDown();
                        await(enough);
                      }));
      taker.start();
      slow.add(taker);
    }
    started.await();
    assertThatThrownBy(() -> reports.costs(query(), null, (total, rows) -> {}))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Refused.Code.UNAVAILABLE));
    assertThat(reports.costs(query(), 1, null).total().calls()).isEqualTo(ROWS);
    enough.countDown();
    for (Thread taker : slow) {
      taker.join();
    }
    assertThat(whole(null)).hasSize(ROWS);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatATakerThrowsEndsTheReading() {
    assertThatThrownBy(
            () ->
                reports.costs(
                    query(),
                    null,
                    (Totals total, Iterator<CostRow> rows) -> {
                      throw new IllegalStateException("gone");
                    }))
        .hasMessage("gone");
    assertThat(whole(null)).hasSize(ROWS);
  }

  private static CostQuery query() {
    return new CostQuery(
        Dimension.parse("task"), AT, AT.plusSeconds(900), null, null, ZoneOffset.UTC);
  }
}
