package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Intake says of itself to whoever looks after it. */
class TestIntakeTrouble {
  private static final Duration LONGER_THAN_ITS_PATIENCE = Duration.ofSeconds(6);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void isInTroubleWhenTheFirstThatWaitsWaitsTooLong() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    CompletableFuture<Outcome.Reported> behind;
    Intake intake =
        world.start(
            source(
                () -> {
                  taken.countDown();
                  awaitUninterrupted(back);
                  return world.source().getConnection();
                }),
            LedgerClock.OF_DATABASE);
    try {
      var unused = intake.submit(world.cost(BOT, null, null, "0.25"));
      taken.await();
      assertThat(intake.troubleAt(later())).as("nothing waits behind what is at work").isNull();
      behind = intake.submit(world.cost(BOT, null, null, "0.25"));
      assertThat(intake.waiting()).isEqualTo(1);
      assertThat(intake.trouble()).as("it waits since just now").isNull();
      assertThat(intake.troubleAt(later())).contains("the first of 1 requests", "5 s");
    } finally {
      back.countDown();
    }
    behind.join();
    assertThat(intake.waiting()).isZero();
    assertThat(intake.troubleAt(later())).isNull();
  }

  @Test
  void isInTroubleWhenItsThreadHasDied() throws Exception {
    Intake intake =
        world.start(
            source(
                () -> {
                  throw new DeadlyError();
                }),
            LedgerClock.OF_DATABASE);
    assertThat(intake.trouble()).isNull();
    var unused = intake.submit(world.cost(BOT, null, null, "0.25"));
    for (int i = 0; i < 500 && intake.trouble() == null; i++) {
      Thread.sleep(10);
    }
    assertThat(intake.trouble()).startsWith("has stopped");
  }

  /** As an exhausted memory would be. */
  private static final class DeadlyError extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static long later() {
    return System.nanoTime() + LONGER_THAN_ITS_PATIENCE.toNanos();
  }

  private interface Connecting {
    Connection connect() throws SQLException;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataSource source(Connecting connecting) {
    return (DataSource)
        Proxy.newProxyInstance(
            TestIntakeTrouble.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> connecting.connect());
  }
}
