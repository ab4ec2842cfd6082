package dev.purser.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.money.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSpool {
  private static final String AGENT = "agent://org/worker";

  @TempDir private Path temp;
  private final FakePurser purser = new FakePurser();

  @AfterEach
  void close() {
    purser.close();
  }

  private Path directory() {
    return temp.resolve("spool");
  }

  private Spool open(SpoolDisk disk) {
    return new Spool(Bench.http(purser.url()), disk, 10_000, Duration.ofMillis(200));
  }

  private Spool open() {
    return open(SpoolDisk.in(directory(), AGENT));
  }

  private static ObjectNode report(String id) {
    return Http.JSON
        .createObjectNode()
        .put("report_id", id)
        .put("agent", AGENT)
        .put("intent_id", "i")
        .put("cost_usd", Usd.of("0.03").toBigDecimal());
  }

  private static void add(Spool spool, String... ids) {
    for (String id : ids) {
      var unused = spool.add(report(id), new Silent()).join();
    }
  }

  private static final class Silent implements Spool.Listener {
    @Override
    public void kept() {}

    @Override
    public void counted(JsonNode intent, JsonNode agent) {}

    @Override
    public void refused(PurserRefused refusal) {}
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(directory())) {
      return found.toList();
    }
  }

  private static void awaitSent(Spool spool) {
    await("all is sent").atMost(Bench.LONGEST).until(() -> spool.size() == 0);
  }

  @Test
  void whatCouldNotBeSentIsSaidAndSentByTheNextStart() throws IOException {
    purser.unavailable(true);
    Spool first = open();
    add(first, "a", "b", "c");
    first.close();
    assertThat(first.rest())
        .singleElement()
        .asString()
        .startsWith("3 reports ($0.09) could not be sent to Purser; they wait in ")
        .endsWith("spool and are sent at the next start");

    purser.unavailable(false);
    Spool next = open();
    awaitSent(next);
    next.close();
    assertThat(next.rest()).isEmpty();
    assertThat(purser.reports().keySet()).containsExactly("a", "b", "c");
    assertThat(purser.spent("i")).isEqualTo(Usd.of("0.09"));
    assertThat(files()).isEmpty();
  }

  @Test
  void whileReportsWaitTheLogSaysHowMuchTheyComeToAndWhenTheyAreTakenAgain() {
    purser.unavailable(true);
    try (LogOf log = new LogOf(Spool.class)) {
      Spool spool = open();
      add(spool, "a");
      await("it was tried again").atMost(Bench.LONGEST).until(() -> purser.requests() >= 3);
      assertThat(log.lines())
          .as("once a minute")
          .singleElement()
          .asString()
          .startsWith("WARN 1 report ($0.03) waits")
          .contains("until Purser takes", "HTTP 503");
      add(spool, "b");
      assertThat(spool.worth()).isEqualTo(Usd.of("0.06"));
      purser.unavailable(false);
      await("it is said")
          .atMost(Bench.LONGEST)
          .until(() -> log.lines().contains("INFO Purser takes reports again"));
      assertThat(spool.worth()).isEqualTo(Usd.ZERO);
      spool.close();
    }
  }

  @Test
  void onlyItsUserMayReadIt() throws IOException {
    Spool spool = open();
    Path file = files().get(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    spool.close();
  }

  @Test
  void whatWasCountedDoesNotStayOnDisk() throws IOException {
    Spool spool = open();
    add(spool, "a", "b");
    awaitSent(spool);
    assertThat(files()).singleElement().satisfies(file -> assertThat(file).isEmptyFile());
    spool.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void replicasAndOtherAgentsKeepTheirOwn() throws IOException {
    purser.unavailable(true);
    Spool mine = open();
    add(mine, "mine");
    SpoolDisk others = SpoolDisk.in(directory(), "agent://org/other");
    assertThat(others.append(report("others"))).isPositive();
    others.close();

    Spool replica = open();
    assertThat(replica.size()).isZero();
    replica.close();
    mine.close();
    assertThat(files()).hasSize(2);
    purser.unavailable(false);
    Spool next = open();
    awaitSent(next);
    next.close();
    assertThat(purser.reports().keySet()).containsExactly("mine");
    assertThat(files()).hasSize(1);
  }

  @Test
  void startsAtOnceTakeEachReportOnce() {
    List<SpoolDisk> left =
        Stream.generate(() -> SpoolDisk.in(directory(), AGENT)).limit(20).toList();
    left.forEach(disk -> disk.append(report(UUID.randomUUID().toString())));
    left.forEach(SpoolDisk::close);
    List<SpoolDisk> disks =
        Stream.generate(() -> SpoolDisk.in(directory(), AGENT)).limit(4).toList();
    List<String> taken =
        disks.parallelStream()
            .flatMap(disk -> disk.takeOver().stream())
            .map(kept -> kept.report().path("report_id").asText())
            .toList();
    assertThat(taken).hasSize(20).doesNotHaveDuplicates();
    disks.forEach(SpoolDisk::close);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsDoneWithout() throws IOException {
    Files.writeString(temp.resolve("file"), "not a directory");
    purser.unavailable(true);
    Spool spool = open(SpoolDisk.in(temp.resolve("file"), AGENT));
    add(spool, "a");
    spool.close();
    assertThat(spool.rest())
        .containsExactly("1 report ($0.03) never reached Purser: what was spent is not counted");
  }

  @Test
  void theDiskHoldsNoMoreThanItMayAndTheRestWaitsInMemory() {
    purser.unavailable(true);
    Spool spool = open(SpoolDisk.in(directory(), AGENT, 190));
    add(spool, "a", "b", "c", "d");
    assertThat(spool.size()).isEqualTo(4);
    spool.close();
    assertThat(spool.rest())
        .hasSize(2)
        .anySatisfy(said -> assertThat(said).startsWith("2 reports ($0.06) could not be sent"))
        .anySatisfy(said -> assertThat(said).startsWith("2 reports ($0.06) never reached"));
  }

  @Test
  void theFileIsWrittenAnewWhereMostOfItWasCounted() throws IOException {
    SpoolDisk disk = SpoolDisk.in(directory(), AGENT);
    ObjectNode waits = report("waits");
    disk.append(waits);
    long counted = 0;
    while (counted < 2 << 20) {
      long bytes = disk.append(report(UUID.randomUUID().toString()));
      counted += bytes;
      disk.settled(bytes, () -> List.of(waits));
    }
    assertThat(Files.size(files().get(0))).isLessThan((1 << 20) + 1_000);
    disk.close();
    SpoolDisk next = SpoolDisk.in(directory(), AGENT);
    assertThat(next.takeOver()).extracting(SpoolDisk.Kept::report).contains(waits);
    next.close();
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsPassedOver() throws IOException {
    purser.unavailable(true);
    Spool first = open();
    add(first, "a");
    first.close();
    Files.writeString(files().get(0), "{\"report_id\":\"b\",\"cos", StandardOpenOption.APPEND);
    purser.unavailable(false);
    Spool next = open();
    awaitSent(next);
    next.close();
    assertThat(purser.reports().keySet()).containsExactly("a");
  }

  @Test
  void anInterruptDoesNotKeepAReportFromTheDisk() {
    purser.unavailable(true);
    Spool spool = open();
    add(spool, "a");
    Thread.currentThread().interrupt();
    var unused = spool.add(report("b"), new Silent());
    unused = spool.add(report("c"), new Silent());
    assertThat(Thread.interrupted()).isTrue();
    spool.close();
    assertThat(spool.rest()).singleElement().asString().startsWith("3 reports ($0.09) could not");
  }

  @Test
  void whatIsSpentAfterTheCloseIsKeptForTheNextStart() {
    Spool spool = open();
    spool.close();
    assertThat(spool.add(report("late"), new Silent()).join()).isFalse();
    Spool next = open();
    awaitSent(next);
    next.close();
    assertThat(purser.reports().keySet()).containsExactly("late");

    Spool inMemory = open(SpoolDisk.none());
    inMemory.close();
    assertThatThrownBy(() -> inMemory.add(report("lost"), new Silent()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a report of $0.03 is lost");
  }
}
