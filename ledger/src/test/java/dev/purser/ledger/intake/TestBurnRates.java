package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Burn rates, by a clock that each test sets; see {@link TestWindowsInTheLedger} for the year. */
class TestBurnRates {
  private static final Scope ORG = new Scope("agent://myorg/*");

  private final World world = new World();
  private final World.Clock clock = new World.Clock("2031-03-10T12:00:00Z");

  @AfterEach
  void close() {
    world.close();
  }

  private static Rule burn(String perHour, int over, Action action) {
    return Rule.burn(new BurnLimit(usd(perHour), over), action);
  }

  private static Rule untilTheHourEnds() {
    return Rule.burn(
        new BurnLimit(usd("20"), 5), Action.PAUSE, List.of(), Resume.NEXT_PERIOD, null);
  }

  private void at(String time) {
    clock.set("2031-03-10T" + time + "Z");
  }

  private Directive spend(String dollars) {
    return world.report(BOT, null, dollars).directive();
  }

  private Outcome.Resumed resume(String grant) {
    return world.submit(World.resume(grant, UUID.randomUUID().toString()));
  }

  /** As the agent's workflow journals it. */
  private void release(Outcome.Resumed resumable) {
    assertThat(resumable.holdIds()).isNotEmpty();
    world.execute(
        "update hold set released_at = '" + clock.now(null) + "' where released_at is null");
  }

  @Test
  void stopsAtTheReportThatMakesTheRateAndStaysStoppedWhenItDecays() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    at("12:00:10");
    assertThat(spend("1")).isEqualTo(Directive.CONTINUE);
    at("12:04:59");
    assertThat(spend("0.666666666")).isEqualTo(Directive.CONTINUE);
    Outcome.Reported stop = world.report(BOT, null, "0.000000001");
    assertThat(stop.directive()).isEqualTo(Directive.PARK);
    assertThat(stop.agent().parkedBy().rule()).isEqualTo("burn $20.00/hour over 5 minutes pause");
    assertThat(stop.agent().parkedBy().reason())
        .isEqualTo("$20.00 an hour in the last 5 minutes, and the limit is $20.00");
    assertThat(stop.agent().remaining()).isNull();
    assertThat(world.text("select spent || ' of ' || limit_nanos || ' ' || rule from decision"))
        .isEqualTo(
            "20000000004 of 20000000000 {\"when\": \"burn\", \"action\": \"pause\","
                + " \"notify\": [], \"resume\": \"manual\", \"over_minutes\": 5,"
                + " \"usd_per_hour\": 20}");

    at("12:40:00");
    assertThat(spend("0.01")).as("the hold keeps it").isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from hold")).isEqualTo(1);
    assertThat(world.number("select count(*) from decision")).isEqualTo(1);
    TestSums.assertAgree(world);
  }

  @Test
  void whatIsOlderThanTheMinutesLookedAtDoesNotCount() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    at("12:00:59");
    spend("1.6");
    at("12:05:00");
    assertThat(spend("1.6")).isEqualTo(Directive.CONTINUE);
    at("12:09:59");
    assertThat(spend("0.06")).isEqualTo(Directive.CONTINUE);
    assertThat(spend("0.01")).isEqualTo(Directive.PARK);
  }

  @Test
  void aResumeIsNotUndoneByTheOldMinutesAndStopsAgainWithinTheSameOne() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    at("12:10:05");
    assertThat(spend("30")).isEqualTo(Directive.PARK);
    assertThatThrownBy(() -> resume("10"))
        .as("a grant is for budgets")
        .hasMessageContaining("grant_usd");
    at("12:10:20");
    release(resume(null));
    assertThat(spend("1.66")).as("measured anew").isEqualTo(Directive.CONTINUE);
    at("12:10:59");
    assertThat(spend("0.01")).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from hold where released_at is null")).isEqualTo(1);
    assertThat(world.number("select count(*) from decision")).as("once an hour").isEqualTo(1);
    TestSums.assertAgree(world);
  }

  @Test
  void whatComesBetweenTheResumeAndItsJournalEntryIsMeasuredAnewToo() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    assertThat(spend("30")).isEqualTo(Directive.PARK);
    Outcome.Resumed resumable = resume(null);
    at("12:00:01");
    assertThat(spend("2")).as("still held").isEqualTo(Directive.PARK);
    release(resumable);
    assertThat(spend("0")).isEqualTo(Directive.PARK);
    at("12:06:00");
    release(resume(null));
    assertThat(spend("0")).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aPauseUntilTheHourEndsIsNotFollowedByAnotherForTheSameMinutes() {
    world.at(clock);
    world.policy(BOT, untilTheHourEnds());
    at("12:58:30");
    Outcome.Reported stop = world.report(BOT, null, "10");
    assertThat(stop.agent().parkedBy().resumesAt()).isEqualTo("2031-03-10T13:00:00Z");
    at("12:59:59");
    assertThat(spend("1")).isEqualTo(Directive.PARK);
    at("13:00:00");
    assertThat(spend("1.66")).isEqualTo(Directive.CONTINUE);
    at("13:01:00");
    assertThat(spend("0.01")).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from decision")).isEqualTo(2);
    TestSums.assertAgree(world);
  }

  @Test
  void itsHourIsThatOfThePolicysZone() {
    world.at(clock);
    world.policy(
        Policy.of(BOT.value(), 0, ZoneId.of("Asia/Kathmandu"), List.of(untilTheHourEnds())));
    at("12:10:00");
    assertThat(world.report(BOT, null, "10").agent().parkedBy().resumesAt())
        .isEqualTo("2031-03-10T12:15:00Z");
  }

  @Test
  void isRaisedOnceInEachHourAndAnAlertStopsNothing() {
    world.at(clock);
    world.policy(
        BOT,
        burn("20", 60, Action.ALERT),
        Rule.burn(
            new BurnLimit(usd("20"), 1), Action.KILL, List.of(), Resume.MANUAL, Mode.OBSERVE));
    at("12:30:00");
    assertThat(spend("20")).isEqualTo(Directive.CONTINUE);
    spend("20");
    at("13:10:00");
    spend("0.01");
    at("13:31:00");
    spend("0.01");
    assertThat(
            world.texts(
                "select action || ' ' || enforced || ' ' || to_char(at, 'HH24:MI') || ' '"
                    + " || cast(spent as bigint) / 10000000 from decision order by id"))
        .containsExactly(
            "alert true 12:30 2000", "kill false 12:30 120000", "alert true 13:10 4001");
    assertThat(world.number("select count(*) from hold")).isZero();
  }

  @Test
  void aKillRuleKillsThoughAPauseIsInForce() {
    world.at(clock);
    world.policy(BOT, untilTheHourEnds(), burn("50", 5, Action.KILL));
    assertThat(spend("2")).isEqualTo(Directive.PARK);
    at("12:01:00");
    assertThat(spend("2.2")).as("calls that were under way").isEqualTo(Directive.KILL);
  }

  @Test
  void aRuleSetWhileItBurnsActsAtOnce() {
    world.at(clock);
    spend("3");
    at("12:03:00");
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    assertThat(world.submit(new Request.Judge(BOT)).directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void theSumOfAScopeBurnsTogetherFromTheMinutesBeforeItsPolicyOn() {
    world.at(clock);
    spend("1");
    world.report(OTHER, null, "0.5");
    at("12:02:00");
    world.policy(World.total(ORG, burn("20", 5, Action.PAUSE)));
    assertThat(spend("0.1")).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(OTHER, null, "0.07").directive()).isEqualTo(Directive.PARK);
    assertThat(spend("0")).isEqualTo(Directive.PARK);
    assertThat(
            world.texts(
                """
                select a.kind || ' ' || to_char(m.minute, 'HH24:MI') || ' '
                  || cast(sum(m.posted) as bigint) / 10000000
                from minute_sum m join account a on a.id = m.account_id
                group by a.kind, m.minute order by 1
                """))
        .containsExactly("agent 12:00 150", "agent 12:02 17", "scope 12:00 150", "scope 12:02 17");
  }

  @Test
  void aScopeThatIsResumedIsMeasuredAnew() {
    world.policy(World.total(ORG, burn("20", 60, Action.PAUSE)));
    assertThat(spend("30")).isEqualTo(Directive.PARK);
    world.ledger.scopeHolds().resume(ORG, "ops", null);
    assertThat(spend("19.99")).isEqualTo(Directive.CONTINUE);
    assertThat(spend("0.01")).isEqualTo(Directive.PARK);
    TestSums.assertAgree(world);
  }

  @Test
  void whatSettlesAnAuthorizationBurnsWhenItIsPosted() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    Outcome.Authorized reserved = world.authorize(BOT, null, "9");
    assertThat(reserved.allowed()).as("what is only reserved does not burn").isTrue();
    at("12:09:00");
    assertThat(world.submit(world.settling(BOT, null, reserved.id(), "3")).directive())
        .isEqualTo(Directive.PARK);
    assertThat(world.text("select to_char(minute, 'HH24:MI') from minute_sum")).isEqualTo("12:09");
  }

  @Test
  void aCorrectionChangesTheMinuteOfWhatItCorrects() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    at("12:00:30");
    Outcome.Reported wrong = world.report(BOT, null, "1.5");
    at("12:03:00");
    correct(null, "100");
    assertThat(spend("0")).as("a correction alone is no burning").isEqualTo(Directive.CONTINUE);
    correct(wrong.reportId(), "-1");
    assertThat(spend("1")).isEqualTo(Directive.CONTINUE);
    assertThat(
            world.texts(
                "select to_char(minute, 'HH24:MI') || ' ' || cast(posted as bigint) / 10000000 from minute_sum"
                    + " order by minute"))
        .containsExactly("12:00 50", "12:03 100");
    at("13:30:00");
    correct(wrong.reportId(), "-0.5");
    assertThat(world.number("select sum(posted)::bigint from minute_sum"))
        .as("of what is long past nothing is written any more")
        .isEqualTo(usd("1.5").nanos());
  }

  private void correct(String reportId, String amount) {
    world.submit(
        new Request.Correct(
            BOT, null, reportId, usd(amount), UUID.randomUUID().toString(), "admin", "test"));
  }

  @Test
  void aNewPriceForAThousandOldCallsIsNoBurning() {
    world.at(clock);
    world.policy(BOT, burn("20", 5, Action.PAUSE));
    world.submit(world.usage(BOT, null, new Usage("nobody-knows", null, 1_000, 0, 0, 0, 0)));
    Instant posted = clock.now(null);
    long entry = world.number("select id from entry");
    at("12:30:00");
    world.price("nobody-knows", "90000", "1");
    Outcome.Reported reposted = world.submit(new Request.Repost(BOT, null, entry, posted, "admin"));
    assertThat(reposted.charged()).isGreaterThan(usd("80"));
    assertThat(reposted.directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void rulesThatSayTheSameTwiceAreRaisedOnce() {
    world.at(clock);
    Rule day = Rule.of(Period.DAY, usd("5"), Action.PAUSE);
    world.policy(BOT, burn("20", 5, Action.PAUSE), untilTheHourEnds(), day, day);
    assertThat(spend("9")).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from decision where threshold = 100")).isEqualTo(2);
  }
}
