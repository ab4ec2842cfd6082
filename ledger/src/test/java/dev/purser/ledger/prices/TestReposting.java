package dev.purser.ledger.prices;

import static dev.purser.ledger.Facts.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.price.ModelPrice;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.intake.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was counted before its price was known is corrected, all of it, once. */
@Timeout(1800)
class TestReposting {
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final String ASSUMED = "house-model";

  /** With -Dpurser.reposting.entries=100000 it takes some ten minutes. */
  private static final int ENTRIES = Integer.getInteger("purser.reposting.entries", 2_000);

  private final LedgerSettings settings = TestDatabase.fresh();
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(settings);
    var unused = new Facts(ledger).agent(BOT);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void everyEntryIsRepostedWhileReportsAreTaken() throws InterruptedException {
    assumed(ENTRIES);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong slowest = new AtomicLong();
    Thread load = new Thread(() -> report(over, slowest), "load");
    load.start();
    Reposting.Begun begun = ledger.reposting().add(price("2"), "ann");
    assertThat(begun.reposting()).extracting(Reposted::entries).containsExactly((long) ENTRIES);
    finished();
    over.set(true);
    load.join();
    assertThat(ledger.reposting().progress())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.done()).isEqualTo(ENTRIES);
              assertThat(one.reposted()).isEqualTo(ENTRIES);
            });
    assertCorrected(ENTRIES);
    // Far less than the 5 s that a request waits: nobody was held for the whole of it.
    assertThat(Duration.ofNanos(slowest.get())).isLessThan(Duration.ofSeconds(3));
    assertThat(
            number(
                """
                select count(*) from (
                  select corrected, lag(corrected) over (order by id) as before
                  from (select id, cast(substr(report_id, 8) as bigint) as corrected from entry
                    where pricing = 'correction') c) o
                where corrected < before
                """))
        .isZero();
  }

  @Test
  void itGoesOnAfterARestartAndWhereItIsAskedAgain() {
    assumed(700);
    ledger.reposting().add(price("2"), "ann");
    await(() -> ledger.reposting().progress().get(0).done() > 0);
    ledger.close();
    ledger = Ledger.open(settings);
    assertThat(ledger.reposting().add(price("2"), "bob").price().actor()).isEqualTo("ann");
    finished();
    assertCorrected(700);
    Reposting.Begun again = ledger.reposting().add(price("2"), "ann");
    finished();
    assertThat(again.price().price().model()).isEqualTo(ASSUMED);
    assertCorrected(700);
    assertThatThrownBy(() -> ledger.reposting().add(price("3"), "ann"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.CONFLICT));
  }

  @Test
  void entriesFromBeforeThePriceStayUntilAnEarlierOneIsAdded() {
    assumed(3);
    ledger.reposting().add(price(Instant.now().minusSeconds(60), "2"), "ann");
    finished();
    assertThat(ledger.reposting().progress().get(0).reposted()).isZero();
    assertThat(number("select count(*) from entry where pricing = 'correction'")).isZero();
    ledger.reposting().add(price("2"), "ann");
    finished();
    assertCorrected(3);
  }

  private void finished() {
    await(() -> ledger.reposting().progress().stream().allMatch(one -> one.finishedAt() != null));
  }

  /** For as long as the test may take. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private void assertCorrected(int entries) {
    assertThat(number("select sum(amount) from entry where coalesce(model, '') = 'house-model'"))
        .isEqualTo(Usd.of("2").nanos() * entries);
    assertThat(number("select count(*) from entry where pricing = 'correction'"))
        .isEqualTo(entries);
    assertThat(number("select sum(assumed) + sum(unpriced_calls) from rollup")).isZero();
    assertThat(number("select sum(cost) from rollup where model = 'house-model'"))
        .isEqualTo(Usd.of("2").nanos() * entries);
  }

  /** A million tokens each, counted at $15 an hour ago, as reports of one agent without intents. */
  private void assumed(int count) {
    ledger
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("select ensure_partitions(now() - interval '1 hour')");
              handle.execute(
                  """
                  insert into entry (posted_at, window_at, occurred_at, agent_id, accounts, report_id,
                    amount, pricing, model, tokens_in)
                  select t, t, t, a.id, array[c.id], 'report ' || n, 15000000000, 'assumed',
                    'house-model', 1000000
                  from agent a join account c on c.kind = 'agent' and c.name = a.address,
                    generate_series(1, ?) n, lateral (select now() - interval '1 hour'
                      + n * interval '1 microsecond' as t) x
                  where a.address = ?
                  """,
                  count,
                  BOT.value());
              handle.execute(
                  """
                  insert into rollup (agent_id, quarter, model, cost, assumed, calls, unpriced_calls,
                    tokens_in, tokens_out, tokens_cached, tokens_cache_write, tokens_reasoning)
                  select agent_id, date_bin('15 minutes', min(occurred_at), 'epoch'), model,
                    sum(amount), sum(amount), count(*), count(*), sum(tokens_in), 0, 0, 0, 0
                  from entry group by agent_id, model
                  """);
            });
  }

  private void report(AtomicBoolean over, AtomicLong slowest) {
    while (!over.get()) {
      long began = System.nanoTime();
      ledger
          .intake()
          .submit(
              new Request.Report(
                  BOT,
                  null,
                  null,
                  UUID.randomUUID().toString(),
                  true,
                  "hash",
                  Usd.of("0.01"),
                  null,
                  null,
                  0,
                  null,
                  null,
                  null))
          .join();
      slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
  }

  private long number(String sql) {
    return ledger.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }

  private static ModelPrice price(String input) {
    return price(FROM, input);
  }

  private static ModelPrice price(Instant from, String input) {
    Usage one = Usage.of(ASSUMED, 1, 0);
    return new ModelPrice(
        null,
        one.model(),
        List.of(),
        List.of(),
        from,
        0,
        new BigDecimal(input),
        new BigDecimal("10"),
        null,
        null,
        null);
  }
}
