package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers that ask first can spend, in time and too late. */
class TestLateReports {
  private static final Usd LIMIT = usd("5");

  private final World world = new World();
  private final World.Clock clock = new World.Clock("2031-03-10T12:00:00Z");

  TestLateReports() {
    world.at(clock);
    world.policy(
        BOT,
        new Rule(
            Period.DAY, LIMIT, null, Action.PAUSE, List.of(), List.of(), Resume.NEXT_PERIOD, null));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aReportAfterItsAuthorizationExpiredIsCountedAndSaidToBeLate() {
    UUID first = world.intent(BOT);
    UUID second = world.intent(BOT);
    Outcome.Authorized expires = world.authorize(BOT, first, "4.98");
    clock.set("2031-03-10T12:10:00Z");
    Outcome.Authorized holds = world.authorize(BOT, second, "4.98");
    assertThat(holds.allowed()).as("its room is free").isTrue();
    assertThat(world.submit(world.settling(BOT, second, holds.id(), "4.98")).late()).isNull();

    Request.Report report = world.settling(BOT, first, expires.id(), "4.98");
    Outcome.Reported late = world.submit(report);

    assertThat(late.late()).isEqualTo(usd("4.96"));
    assertThat(late.directive()).isEqualTo(Directive.PARK);
    assertThat(late.agent().today()).isEqualTo(usd("9.96"));
    assertThat(world.submit(report).late()).as("the same again").isEqualTo(usd("4.96"));
    assertThat(
            world.texts(
                "select details ->> 'past_limit_usd' || ' ' || (details ->> 'report_id')"
                    + " from mesh_event where event_type = 'agent.late'"))
        .containsExactly("4.96 " + report.reportId());
    TestSums.assertAgree(world);
  }

  @Test
  void whatIsLateWithinTheLimitPassesNothing() {
    UUID intent = world.intent(BOT);
    Outcome.Authorized given = world.authorize(BOT, intent, "1");
    world.submit(new Request.Release(BOT, given.id()));
    assertThat(world.submit(world.settling(BOT, intent, given.id(), "1")).late())
        .isEqualTo(Usd.ZERO);
  }

  /** Whatever they spend of it, in whatever order, and however long each call takes. */
  @Test
  void callersThatAskFirstAndReportInTimeNeverPassALimit() {
    for (int day = 0; day < 5; day++) {
      spendADay(new Random(day), Instant.parse("2031-03-1" + day + "T12:00:00Z"));
    }
    assertThat(world.number("select count(*) from mesh_event where event_type = 'agent.late'"))
        .isZero();
  }

  private void spendADay(Random random, Instant noon) {
    clock.set(noon.toString());
    UUID intent = world.intent(BOT);
    List<Outcome.Authorized> open = new ArrayList<>();
    for (int minute = 0; minute < 100; minute++) {
      clock.set(noon.plusSeconds(60L * minute).toString());
      open.forEach(each -> world.submit(new Request.Extend(BOT, each.id(), Duration.ofMinutes(2))));
      if (open.isEmpty() || random.nextBoolean()) {
        Outcome.Authorized asked = world.submit(question(intent, 10 + random.nextInt(80)));
        if (asked.allowed()) {
          open.add(asked);
        }
      } else {
        Outcome.Authorized one = open.remove(random.nextInt(open.size()));
        long nanos = one.amount().nanos();
        Usd spent = Usd.ofNanos(random.nextInt(3) == 0 ? nanos : random.nextLong(nanos));
        Outcome.Reported told =
            world.submit(
                world.settling(BOT, intent, one.id(), spent.toBigDecimal().toPlainString()));
        assertThat(LIMIT.atLeast(told.agent().today())).as("%s", told.agent().today()).isTrue();
      }
    }
  }

  /** A denial has no effect: the next, smaller question may be allowed. */
  private static Request.Authorize question(UUID intent, int cents) {
    return new Request.Authorize(
        BOT,
        intent,
        null,
        UUID.randomUUID(),
        "hash",
        Usd.ofNanos(cents * 10_000_000L),
        null,
        Duration.ofMinutes(2),
        true);
  }
}
