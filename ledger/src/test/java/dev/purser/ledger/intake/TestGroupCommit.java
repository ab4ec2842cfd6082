package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three rules by which many requests share a transaction. */
class TestGroupCommit {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void twoServersMayCreateAnAgentsFirstWindowAtOnce() throws Exception {
    Intake[] servers = {world.another(), world.another()};
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        var agent = new AgentAddress("agent://myorg/new/agent-" + round);
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Outcome.Reported>> answers = new ArrayList<>();
        for (Intake server : servers) {
          Request.Report report = world.cost(agent, null, "ticket", "0.25");
          answers.add(
              callers.submit(
                  () -> {
                    start.await();
                    return World.submit(server, report);
                  }));
        }
        for (Future<Outcome.Reported> answer : answers) {
          assertThat(answer.get().charged()).isEqualTo(usd("0.25"));
        }
        String account = "(select id from account where name = '" + agent + "')";
        assertThat(world.number("select posted from window_sum where account_id = " + account))
            .isEqualTo(usd("0.50").nanos());
      }
      assertThat(world.number("select count(*) from mesh_event where event_type = 'agent.created'"))
          .isEqualTo(20);
      assertThat(world.number("select count(*) from intent where tracked"))
          .as("one intent for each task")
          .isEqualTo(20);
      TestSums.assertAgree(world);
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aConnectionLostAtCommitCountsNothingTwice() {
    AtomicInteger losses = new AtomicInteger();
    Intake intake = world.start(losingCommits(world.source(), losses), LedgerClock.OF_DATABASE);
    UUID intent = World.submit(intake, world.create(BOT, null, null)).intentId();
    // From here on there is nothing to commit but reports.
    losses.set(3);
    List<CompletableFuture<Outcome.Reported>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(intake.submit(generated("own-" + i, intent)));
      if (i % 20 == 19) {
        answers.get(i).join();
      }
    }
    for (CompletableFuture<Outcome.Reported> answer : answers) {
      assertThat(answer.join().duplicate()).isFalse();
    }
    assertThat(losses).hasValue(0);
    assertThat(world.number("select count(*) from entry")).isEqualTo(100);
    TestSums.assertAgree(world);
  }

  /** Ids made by the server are not looked up at the first try, but at every further one. */
  private static Request.Report generated(String id, UUID intent) {
    return new Request.Report(
        BOT, intent, null, id, true, "hash", usd("0.01"), null, null, 0, null, null, null);
  }

  @Test
  void aLostCommitOfEveryKindOfRequestActsOnce() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    AtomicInteger losses = new AtomicInteger();
    Intake intake = world.start(losingCommits(world.source(), losses), LedgerClock.OF_DATABASE);
    World.submit(intake, world.cost(BOT, null, null, "0"));
    losses.set(1);
    UUID intent = World.submit(intake, world.create(BOT, null, null)).intentId();
    losses.set(1);
    Request.Authorize ask = World.ask(BOT, intent, null, "0.40");
    assertThat(World.submit(intake, ask).allowed()).isTrue();
    losses.set(1);
    World.submit(intake, world.settling(BOT, intent, ask.id(), "0.50"));
    losses.set(1);
    World.submit(intake, new Request.Grant(BOT, null, Period.DAY, usd("5"), "key", "ops", null));
    losses.set(1);
    World.submit(intake, new Request.Correct(BOT, null, null, usd("-0.1"), "c", "ops", "why"));
    assertThat(losses).hasValue(0);
    assertThat(world.number("select count(*) from intent")).isEqualTo(1);
    assertThat(world.number("select posted from account where kind = 'agent'"))
        .isEqualTo(usd("0.40").nanos());
    assertThat(world.number("select pending from account where kind = 'agent'")).isZero();
    assertThat(world.number("select granted from window_sum")).isEqualTo(usd("5").nanos());
    TestSums.assertAgree(world);
  }

  @Test
  void onePoisonousRequestAmongAThousandFailsAlone() throws Exception {
    UUID intent = world.intent(BOT);
    List<CompletableFuture<Outcome.Reported>> answers = new ArrayList<>();
    try (Connection other = world.source().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select * from account for update");
      // Intake waits for the lock with this one, while a thousand more come together.
      CompletableFuture<Outcome.Reported> first =
          world.intake().submit(world.cost(BOT, intent, null, "0.01"));
      awaitLockWait();
      for (int i = 0; i < 1_000; i++) {
        answers.add(world.intake().submit(i == 617 ? poison(intent) : good(i, intent)));
      }
      other.rollback();
      first.join();
    }
    int failed = 0;
    for (int i = 0; i < answers.size(); i++) {
      try {
        answers.get(i).join();
      } catch (CompletionException e) {
        failed++;
        assertThat(i).isEqualTo(617);
        assertThat(e.getCause()).isNotInstanceOf(Refused.class).isInstanceOf(SQLException.class);
      }
    }
    assertThat(failed).isEqualTo(1);
    assertThat(world.number("select count(*) from entry")).isEqualTo(1_000);
    TestSums.assertAgree(world);
  }

  private static Request.Report good(int i, UUID intent) {
    return World.report(BOT, intent, null, "good-" + i, usd("0.01"));
  }

  /** PostgreSQL keeps no NUL in a text: the statement fails, and the whole transaction with it. */
  private static Request.Report poison(UUID intent) {
    return new Request.Report(
        BOT,
        intent,
        null,
        "bad\u0000id",
        true,
        "hash",
        usd("0.01"),
        null,
        null,
        0,
        null,
        null,
        null);
  }

  private void awaitLockWait() throws InterruptedException {
    while (world.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aServerThatGoesAwayForAMomentIsWaitedFor() {
    Intake intake = world.another();
    for (int i = 0; i < 5; i++) {
      World.submit(intake, world.cost(BOT, null, null, "0.01"));
      world.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where pid <> pg_backend_pid() and datname = current_database()"
              + " and application_name not like 'purser%'");
      World.submit(intake, world.cost(BOT, null, null, "0.01"));
    }
    assertThat(world.number("select count(*) from entry")).isEqualTo(10);
    TestSums.assertAgree(world);
  }

  @Test
  void aDatabaseThatStaysAwayIsSaidSo() {
    DataSource away =
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> {
                  throw new SQLException("connection refused", "08001");
                });
    Intake intake = world.start(away, LedgerClock.OF_DATABASE);
    assertThat(intake.submit(world.cost(BOT, null, null, "0.01")))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Refused.Code.UNAVAILABLE));
  }

  /** Commits, and says that the connection was lost meanwhile, as often as {@code losses} says. */
  private static DataSource losingCommits(DataSource real, AtomicInteger losses) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          Object result = invoke(real, method, args);
          return result instanceof Connection connection ? losing(connection, losses) : result;
        };
    return (DataSource)
        Proxy.newProxyInstance(
            TestGroupCommit.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
  }

  private static Connection losing(Connection real, AtomicInteger losses) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          Object result = invoke(real, method, args);
          if (method.getName().equals("commit") && losses.getAndDecrement() > 0) {
            real.close();
            throw new SQLException("An I/O error occurred", "08006");
          }
          if (method.getName().equals("commit") && losses.get() < 0) {
            losses.set(0);
          }
          return result;
        };
    return (Connection)
        Proxy.newProxyInstance(
            TestGroupCommit.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private static Object invoke(Object real, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
