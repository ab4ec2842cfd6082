package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Windows by the ledger's clock, which these tests set: to years ahead, so that the server which
 * every ledger has, and which goes by the real time, finds nothing expired.
 */
class TestWindowsInTheLedger {
  private final World world = new World();
  private final World.Clock clock = new World.Clock("2031-03-10T12:00:00Z");

  @BeforeEach
  void setClock() {
    world.at(clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Rule day(String limit) {
    return Rule.of(Period.DAY, usd(limit), Action.PAUSE);
  }

  @Test
  void theLimitReachedJustBeforeMidnightBelongsToTheDayThatEnds() {
    Rule untilMidnight =
        new Rule(
            Period.DAY,
            usd("50"),
            null,
            Action.PAUSE,
            List.of(),
            List.of(),
            Resume.NEXT_PERIOD,
            null);
    world.policy(BOT, untilMidnight);
    UUID intent = world.intent(BOT);
    clock.set("2031-03-10T23:59:59.900Z");
    Outcome.Reported stop = world.report(BOT, intent, "50");
    assertThat(stop.directive()).isEqualTo(Directive.PARK);
    assertThat(stop.intent().parkedBy().resumesAt()).isEqualTo("2031-03-11T00:00:00Z");
    clock.set("2031-03-11T00:00:00Z");
    Outcome.Reported next = world.report(BOT, intent, "49.99");
    assertThat(next.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(next.agent().today()).isEqualTo(usd("49.99"));
    assertThat(world.report(BOT, intent, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from decision")).isEqualTo(2);
    TestSums.assertAgree(world);
  }

  @Test
  void aPauseWithoutEndOutlivesMidnight() {
    world.policy(BOT, day("50"));
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "50");
    clock.set("2031-03-11T00:00:01Z");
    assertThat(world.report(BOT, intent, "0.01").directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void aReportThatSettlesPostsToTheDayItWasReservedIn() {
    world.policy(BOT, day("50"));
    UUID intent = world.intent(BOT);
    clock.set("2031-03-10T23:59:00Z");
    Outcome.Authorized reserved = world.authorize(BOT, intent, "20");
    clock.set("2031-03-11T00:01:00Z");
    Outcome.Reported settled = world.submit(world.settling(BOT, intent, reserved.id(), "25"));
    assertThat(settled.overAuthorized()).isEqualTo(usd("5"));
    assertThat(settled.agent().today()).isEqualTo(usd("0"));
    assertThat(
            world.number(
                "select posted from window_sum where starts_at = '2031-03-10' and period = 'day'"))
        .isEqualTo(usd("25").nanos());
    assertThat(world.number("select cast(sum(pending) as bigint) from window_sum")).isZero();
    TestSums.assertAgree(world);
  }

  @Test
  void whatExpiresIsFreeAgain() {
    world.policy(BOT, day("50"));
    UUID intent = world.intent(BOT);
    UUID other = world.intent(BOT);
    Outcome.Authorized held = world.authorize(BOT, intent, "40");
    Outcome.Authorized denied = world.authorize(BOT, other, "20");
    assertThat(denied.reason()).isEqualTo("pending");
    assertThat(denied.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(denied.affordable()).isEqualTo(usd("10"));
    assertThat(world.number("select count(*) from hold")).isZero();
    clock.set("2031-03-10T12:09:00Z");
    world.submit(new Request.Extend(BOT, held.id(), Duration.ofMinutes(10)));
    clock.set("2031-03-10T12:18:59Z");
    assertThat(world.authorize(BOT, other, "20").allowed()).isFalse();
    clock.set("2031-03-10T12:19:00Z");
    assertThat(world.authorize(BOT, other, "20").allowed()).isTrue();
    assertThat(world.texts("select state from spending_authorization order by reserved_at"))
        .containsExactly("expired", "pending");
    TestSums.assertAgree(world);
  }

  @Test
  void whatExpiresIsGivenBackAlsoWhileItsAgentIsSilent() {
    world.authorize(BOT, null, "40");
    clock.set("2031-03-10T13:00:00Z");
    while (world.number("select pending from account where kind = 'agent'") != 0) {
      Thread.onSpinWait();
    }
    TestSums.assertAgree(world);
  }

  @Test
  void aChangedZoneKeepsWhatWasSpent() {
    world.policy(BOT, day("50"));
    UUID intent = world.intent(BOT);
    clock.set("2031-03-10T18:00:00Z");
    world.report(BOT, intent, "10");
    clock.set("2031-03-10T18:20:00Z");
    world.report(BOT, intent, "20");
    world.authorize(BOT, intent, "1");
    // Midnight in Kathmandu is at 18:15 in London.
    world.policy(Policy.of(BOT.value(), 0, ZoneId.of("Asia/Kathmandu"), List.of(day("50"))));
    clock.set("2031-03-10T18:29:00Z");
    Outcome.Reported there = world.report(BOT, intent, "5");
    assertThat(there.agent().today()).isEqualTo(usd("25"));
    assertThat(there.agent().remaining()).isEqualTo(usd("24"));
    world.policy(
        Policy.of(
            BOT.value(),
            0,
            World.UTC,
            List.of(day("50"), Rule.of(Period.WEEK, usd("90"), Action.KILL))));
    Outcome.Reported back = world.report(BOT, intent, "5");
    assertThat(back.agent().today()).isEqualTo(usd("40"));
    assertThat(back.agent().remaining()).isEqualTo(usd("9"));
    TestSums.assertAgree(world);
  }

  @Test
  void aRuleSetBelowWhatIsSpentActsAtOnce() {
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "4");
    world.policy(BOT, day("3"));
    Outcome.AgentStanding standing = world.submit(new Request.Judge(BOT));
    assertThat(standing.directive()).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from hold")).isEqualTo(1);
    assertThat(world.texts("select subject from carriage where lane = 0 and kind = 'agent'"))
        .containsExactly(BOT.value());
  }

  @Test
  void aLimitOfAnIntentSetBelowWhatIsSpentActsAtOnce() {
    UUID intent = world.intent(BOT);
    UUID cheap = world.intent(BOT);
    world.report(BOT, intent, "4");
    world.report(BOT, cheap, "1");
    world.policy(BOT, Rule.of(Period.INTENT, usd("3"), Action.PAUSE));
    world.submit(new Request.Judge(BOT));
    assertThat(world.texts("select a.name from hold h join account a on a.id = h.account_id"))
        .containsExactly(intent.toString());
  }
}
