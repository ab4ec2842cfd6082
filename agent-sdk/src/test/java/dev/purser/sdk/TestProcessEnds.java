package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.money.Usd;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was spent is counted once, however the agent's process ends. */
class TestProcessEnds {
  private static final Usd ALL = Usd.of("1.50");

  private static TemporalWorld world;

  @TempDir private Path temp;
  private final FakePurser purser = new FakePurser();
  private final String intent = UUID.randomUUID().toString();
  private final CountDownLatch slow = new CountDownLatch(1);
  private Process process;

  @BeforeAll
  static void open() {
    world = new TemporalWorld();
  }

  @AfterAll
  static void shut() {
    world.close();
  }

  @AfterEach
  void close() {
    slow.countDown();
    process.destroyForcibly();
    purser.close();
  }

  private Path output() {
    return temp.resolve("output");
  }

  private void spawn() {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            SpendingAgent.class.getName(),
            purser.url(),
            world.target(),
            temp.resolve("spool").toString());
    try {
      process = builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("it runs").atMost(Bench.LONGEST).until(() -> said("started") > 0);
  }

  private long said(String word) {
    try (Stream<String> lines = Files.lines(output())) {
      return lines.filter(line -> line.startsWith(word)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deliver() {
    var unused = world.start(Bench.delivery(intent, null, Usd.of("1000")));
  }

  private void awaitSpent(int calls) {
    await("it has spent").atMost(Bench.LONGEST).until(() -> said("spent") >= calls);
  }

  /** What an orchestrator sends first. */
  private void terminate() throws Exception {
    process.destroy();
    process.waitFor();
  }

  private void assertThatTheNextStartCountsAll() throws Exception {
    String before = Files.readString(output());
    spawn();
    await("all is counted").atMost(Bench.LONGEST).until(() -> purser.spent(intent).equals(ALL));
    terminate();
    assertThat(purser.reports()).as(before).hasSize(SpendingAgent.CALLS);
    assertThat(purser.spent(intent)).isEqualTo(ALL);
    assertThat(temp.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void aTermSignalWhilePurserIsAwayLosesNothingAndSaysWhatWaits() throws Exception {
    spawn();
    purser.die();
    deliver();
    awaitSpent(SpendingAgent.CALLS);
    terminate();
    assertThat(Files.readString(output()))
        .contains("50 reports ($1.50) could not be sent to Purser; they wait in ");
    assertThat(purser.reports()).isEmpty();
    purser.rise();
    assertThatTheNextStartCountsAll();
  }

  @Test
  void aTermSignalWhilePurserIsTooSlowToAnswerCountsNothingTwice() throws Exception {
    spawn();
    purser.beforeAnswers(
        () -> {
          try {
            slow.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    deliver();
    awaitSpent(SpendingAgent.CALLS);
    terminate();
    assertThat(purser.reports()).as("it took some, and nobody heard of it").isNotEmpty();
    purser.beforeAnswers(() -> {});
    assertThatTheNextStartCountsAll();
  }

  @Test
  void aTermSignalWhilePurserAnswersLeavesNothingBehind() throws Exception {
    spawn();
    deliver();
    awaitSpent(SpendingAgent.CALLS);
    terminate();
    assertThat(purser.spent(intent)).isEqualTo(ALL);
    assertThat(temp.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void evenAProcessThatIsKilledLeavesItsReports() throws Exception {
    spawn();
    purser.die();
    deliver();
    awaitSpent(SpendingAgent.CALLS);
    process.destroyForcibly().waitFor();
    purser.rise();
    assertThatTheNextStartCountsAll();
  }
}
