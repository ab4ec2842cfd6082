package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.workflows.FakeSummaries.Told;
import dev.purser.workflows.summary.Summary;
import dev.purser.workflows.summary.SummarySettings;
import dev.purser.workflows.summary.SummaryStart;
import dev.purser.workflows.summary.SummaryWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mornings of a summary, with skipped time. */
@Timeout(120)
final class TestSummaryWorkflow {
  private static final String OPS = "ops@company.com";
  private static final String ANN = "ann@company.com";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  private SummaryWorkflow start(String now, SummarySettings settings) {
    world = new World(false, Instant.parse(now));
    return world.start(settings);
  }

  private static SummarySettings berlin(String at, String... addressees) {
    return new SummarySettings(List.of(addressees), at, BERLIN.getId());
  }

  private void awaitArrived(int count) {
    await(count + " have arrived")
        .atMost(World.LONGEST)
        .until(() -> world.summaries.arrived.size() >= count);
  }

  private static List<LocalDate> days(List<Told> told) {
    return told.stream().map(one -> one.summary().day()).toList();
  }

  private static List<LocalDate> daysFrom(LocalDate first, int count) {
    return Stream.iterate(first, day -> day.plusDays(1)).limit(count).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "08:00, 2026-03-27T07:30:00Z, 08:00",
    "08:00, 2026-10-23T07:30:00Z, 08:00",
    "02:30, 2026-03-26T07:30:00Z, 02:30",
    "02:30, 2026-10-22T07:30:00Z, 02:30",
    "00:00, 2026-03-26T07:30:00Z, 00:00",
    "23:59, 2026-10-22T07:30:00Z, 23:59",
  })
  void tellsEachAddresseeOfEachDayOnceWhenTheClockThereShowsTheTime(
      String at, String begins, LocalTime shown) {
    start(begins, berlin(at, OPS, ANN));

    world.sleep(Duration.ofDays(6));
    world.sleep(Duration.ofHours(1));

    for (String addressee : List.of(OPS, ANN)) {
      List<Told> told = world.summaries.arrivedAt(addressee);
      assertThat(told).hasSizeBetween(6, 7);
      assertThat(days(told)).isEqualTo(daysFrom(days(told).get(0), told.size()));
      // The first may go out at once: its time had passed when it began.
      for (Told one : told.subList(1, told.size())) {
        LocalDate today = one.summary().day().plusDays(1);
        boolean skipped = at.equals("02:30") && today.equals(LocalDate.of(2026, 3, 29));
        LocalTime due = skipped ? LocalTime.of(3, 30) : shown;
        assertThat(one.at())
            .isBetween(
                today.atTime(due).atZone(BERLIN).toInstant(),
                today.atTime(due).atZone(BERLIN).toInstant().plusSeconds(60));
      }
    }
  }

  @Test
  void whatWasMissedThatMorningGoesOutAtOnceAndDaysLongGoneDoNot() {
    world = new World(false, Instant.parse("2026-11-24T15:00:00Z"));
    // As a run that slept since Friday, because no worker ran.
    SummaryStart start =
        new SummaryStart(berlin("08:00", OPS), LocalDate.of(2026, 11, 20), List.of());
    SummaryWorkflow workflow =
        world.client().newWorkflowStub(SummaryWorkflow.class, WorkflowStarts.summary());
    WorkflowClient.start(workflow::run, start);

    awaitArrived(1);
    world.sleep(Duration.ofDays(1));

    assertThat(days(world.summaries.arrived)).isEqualTo(daysFrom(LocalDate.of(2026, 11, 23), 2));
    assertThat(workflow.view().next()).isEqualTo(Instant.parse("2026-11-26T07:00:00Z"));
  }

  @Test
  void aStartBeforeTheTimeWaitsForIt() {
    SummaryWorkflow workflow = start("2026-11-24T06:00:00Z", berlin("08:00", OPS));
    await("it sleeps").atMost(World.LONGEST).until(() -> workflow.view().next() != null);
    assertThat(world.summaries.tries).isEmpty();
    world.start(berlin("08:00", OPS));
    world.start(berlin("08:00", OPS));

    world.sleep(Duration.ofMinutes(61));

    awaitArrived(1);
    assertThat(days(world.summaries.arrived)).containsExactly(LocalDate.of(2026, 11, 23));
  }

  @Test
  void whatDoesNotArriveIsTriedUntilTheNextIsDueAndThenGivenUp() {
    world = new World(false, Instant.parse("2026-11-24T06:59:00Z"));
    world.summaries.takes = summary -> summary.day().getDayOfMonth() != 23;
    SummaryWorkflow workflow = world.start(berlin("08:00", OPS));

    world.sleep(Duration.ofHours(23));

    assertThat(world.summaries.tries).hasSizeBetween(45, 65);
    assertThat(workflow.view().inHand()).hasSize(1);
    assertThat(world.summaries.givenUp).isEmpty();
    world.sleep(Duration.ofHours(2));
    await("it is given up").atMost(World.LONGEST).until(() -> workflow.view().inHand().isEmpty());
    assertThat(world.summaries.givenUp)
        .extracting(Summary::day)
        .containsExactly(LocalDate.of(2026, 11, 23));
    assertThat(days(world.summaries.arrived)).containsExactly(LocalDate.of(2026, 11, 24));
  }

  @Test
  void whatIsInHandGoesOnInTheNextRun() {
    SummarySettings settings = berlin("08:00", OPS);
    world = new World(false, Instant.parse("2026-11-24T15:00:00Z"));
    Summary before =
        new Summary(
            LocalDate.of(2026, 11, 23), BERLIN.getId(), OPS, Instant.parse("2026-11-25T07:00:00Z"));
    SummaryStart start = new SummaryStart(settings, LocalDate.of(2026, 11, 24), List.of(before));
    SummaryWorkflow workflow =
        world.client().newWorkflowStub(SummaryWorkflow.class, WorkflowStarts.summary());
    WorkflowClient.start(workflow::run, start);

    awaitArrived(1);

    assertThat(world.summaries.arrived.get(0).summary()).isEqualTo(before);
  }

  @Test
  void everyDayIsARunOfItsOwn() {
    start("2026-11-24T15:00:00Z", berlin("08:00", OPS));
    Set<String> runs = new HashSet<>();
    for (int day = 1; day <= 3; day++) {
      awaitArrived(day);
      var execution = world.client().newUntypedWorkflowStub(WorkflowIds.SUMMARY).describe();
      runs.add(execution.getExecution().getRunId());
      world.sleep(Duration.ofDays(1));
    }
    assertThat(runs).hasSize(3);
  }

  @Test
  void otherSettingsHoldAtOnceAndWhoeverIsNewIsToldToday() {
    SummaryWorkflow workflow = start("2026-11-24T15:00:00Z", berlin("08:00", OPS));
    awaitArrived(1);

    world.start(new SummarySettings(List.of(OPS, ANN), "23:30", "America/New_York"));

    await("it sleeps until then")
        .atMost(World.LONGEST)
        .until(() -> Instant.parse("2026-11-25T04:30:00Z").equals(workflow.view().next()));
    world.start(new SummarySettings(List.of(OPS, ANN), "09:00", "America/New_York"));
    awaitArrived(2);
    assertThat(world.summaries.arrivedAt(OPS)).as("it was told already").hasSize(1);
    assertThat(days(world.summaries.arrivedAt(ANN))).containsExactly(LocalDate.of(2026, 11, 23));
    world.sleep(Duration.ofDays(1));
    assertThat(days(world.summaries.arrivedAt(OPS)))
        .containsExactly(LocalDate.of(2026, 11, 23), LocalDate.of(2026, 11, 24));
  }

  /** The in-process server's time stands still after such a cancel: nothing sleeps here. */
  @Test
  void whoeverIsTakenOffTheListIsNotTriedAnyMore() {
    world = new World(false, Instant.parse("2026-11-24T15:00:00Z"));
    world.summaries.takes = summary -> !summary.addressee().equals("pager");
    SummaryWorkflow workflow = world.start(berlin("08:00", OPS, "pager"));
    awaitArrived(1);
    await("pager is tried").atMost(World.LONGEST).until(() -> world.summaries.tries.size() > 1);

    world.start(berlin("08:00", OPS));

    await("pager is given up")
        .atMost(World.LONGEST)
        .until(() -> world.summaries.givenUp.size() == 1);
    await("none is in hand").atMost(World.LONGEST).until(() -> workflow.view().inHand().isEmpty());
    assertThat(world.summaries.givenUp.get(0).addressee()).isEqualTo("pager");
  }

  @Test
  void endsWhenNobodyIsToBeToldAndBeginsAgain() {
    world = new World(false, Instant.parse("2026-11-24T15:00:00Z"));
    world.summaries.takes = summary -> false;
    SummaryWorkflow workflow = world.start(berlin("08:00", OPS));
    await("it is tried").atMost(World.LONGEST).until(() -> !world.summaries.tries.isEmpty());

    workflow.settings(SummarySettings.NONE);

    WorkflowStub.fromTyped(workflow).getResult(Void.class);
    assertThat(world.summaries.givenUp).hasSize(1);
    world.summaries.takes = summary -> true;
    world.start(berlin("08:00", ANN));
    awaitArrived(1);
    assertThat(world.summaries.arrivedAt(ANN)).hasSize(1);
  }
}
