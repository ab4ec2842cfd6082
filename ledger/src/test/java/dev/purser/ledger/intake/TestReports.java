package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.report;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestReports {
  private static final Usage UNKNOWN = Usage.of("nobody-knows-1", 1_000_000, 1_000_000);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void assertRefused(Request<?> request, Refused.Code code, @Nullable String field) {
    long before = world.number("select coalesce(sum(posted), 0) from account");
    assertThatThrownBy(() -> world.submit(request))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.field()).isEqualTo(field);
            });
    assertThat(world.number("select coalesce(sum(posted), 0) from account")).isEqualTo(before);
  }

  @Test
  void theSameReportIsCountedOnceAndAnotherUnderItsIdIsRefused() {
    UUID intent = world.intent(BOT);
    Outcome.Reported first = world.submit(report(BOT, intent, null, "id-1", usd("1")));
    world.report(BOT, intent, "5");
    Outcome.Reported again = world.submit(report(BOT, intent, null, "id-1", usd("1")));
    assertThat(first.duplicate()).isFalse();
    assertThat(again.duplicate()).isTrue();
    assertThat(again.charged()).isEqualTo(usd("1"));
    assertThat(again.intent().cost()).as("as it stands now").isEqualTo(usd("6"));
    assertRefused(report(BOT, intent, null, "id-1", usd("2")), Refused.Code.CONFLICT, "report_id");
    world.submit(report(OTHER, null, null, "id-1", usd("2")));
    assertThat(world.number("select count(*) from entry")).isEqualTo(3);
    TestSums.assertAgree(world);
  }

  @Test
  void whoReportsAgainHearsThatItWasStoppedMeanwhile() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.KILL));
    UUID intent = world.intent(BOT);
    Request.Report report = asking(intent, "id-1", "1", World.ask(BOT, intent, null, "4"));
    assertThat(world.submit(report).next().allowed()).isTrue();
    world.report(BOT, intent, "9");
    Outcome.Reported again = world.submit(report);
    assertThat(again.duplicate()).isTrue();
    assertThat(again.directive()).isEqualTo(Directive.KILL);
    assertThat(again.intent().directive()).isEqualTo(Directive.KILL);
    assertThat(again.agent().directive()).isEqualTo(Directive.KILL);
    assertThat(again.next().allowed()).isFalse();
    assertThat(again.next().reason()).isEqualTo("killed");
    assertThat(again.agent().today()).isEqualTo(usd("10"));
    TestSums.assertAgree(world);
  }

  @Test
  void refusesWhatItCannotPlace() {
    UUID intent = world.intent(BOT, "ticket", null);
    world.report(OTHER, null, "1");
    assertRefused(
        world.cost(BOT, UUID.randomUUID(), null, "1"), Refused.Code.NOT_FOUND, "intent_id");
    assertRefused(world.cost(OTHER, intent, null, "1"), Refused.Code.INVALID, "intent_id");
    assertRefused(world.cost(BOT, intent, "another", "1"), Refused.Code.INVALID, "task");
    assertThat(world.submit(world.cost(BOT, intent, "ticket", "1")).intent().task())
        .isEqualTo("ticket");
    assertRefused(world.cost(BOT, null, null, "-1"), Refused.Code.INVALID, "cost_usd");
    Instant now = Instant.now();
    assertRefused(occurred(now.minus(Duration.ofDays(36))), Refused.Code.INVALID, "occurred_at");
    assertRefused(occurred(now.plus(Duration.ofMinutes(6))), Refused.Code.INVALID, "occurred_at");
    world.submit(occurred(now.minus(Duration.ofDays(34))));
    TestSums.assertAgree(world);
  }

  private static Request.Report occurred(Instant at) {
    return new Request.Report(
        BOT,
        null,
        null,
        UUID.randomUUID().toString(),
        false,
        "h",
        usd("1"),
        null,
        at,
        0,
        null,
        null,
        null);
  }

  @Test
  void aTaskOpensAnIntentAndAClosedOneIsOpenedAnew() {
    Outcome.IntentStanding first = world.reportTask(BOT, "ticket-1", "1").intent();
    Outcome.IntentStanding second = world.reportTask(BOT, "ticket-1", "2").intent();
    assertThat(second.intentId()).isEqualTo(first.intentId());
    assertThat(second.cost()).isEqualTo(usd("3"));
    assertThat(world.texts("select event_type from intent_event order by seq"))
        .containsExactly("intent.created", "intent.submitted", "intent.in_progress");
    assertThat(world.texts("select subject from carriage where lane = 2"))
        .contains(first.intentId().toString());
    world.execute("update intent set status = 'COMPLETED'");
    Outcome.IntentStanding anew = world.reportTask(BOT, "ticket-1", "4").intent();
    assertThat(anew.intentId()).isNotEqualTo(first.intentId());
    assertThat(anew.cost()).isEqualTo(usd("4"));
    TestSums.assertAgree(world);
  }

  @Test
  void whatStopsAnIntentBeyondMoneyIsSaidToItsReports() {
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "0.01");
    world.execute("update intent set delivery = 2");
    Request.Report superseded =
        new Request.Report(
            BOT, intent, null, "late", false, "h", usd("0.01"), null, null, 1, null, null, null);
    assertThat(world.submit(superseded).directive()).isEqualTo(Directive.KILL);
    assertDirective(intent, "update intent set status = 'WAITING'", Directive.PARK);
    assertDirective(intent, "update intent set status = 'COMPLETED'", Directive.CONTINUE);
    assertDirective(intent, "update intent set status = 'CANCELED'", Directive.KILL);
    world.execute("update intent set status = 'IN_PROGRESS'");
    assertDirective(intent, word("PARK"), Directive.PARK);
    assertThat(world.authorize(BOT, intent, "0.01").reason()).isEqualTo("paused");
    assertDirective(intent, word("KILL"), Directive.KILL);
    assertThat(world.authorize(BOT, intent, "0.01").reason()).isEqualTo("killed");
    assertRefused(world.create(BOT, null, null), Refused.Code.POLICY_DENIED, null);
    TestSums.assertAgree(world);
  }

  private static String word(String directive) {
    return "insert into hold (account_id, directive, actor, reason, at) select id, '"
        + directive
        + "', 'ann', 'enough', now() from account where kind = 'agent'";
  }

  private void assertDirective(UUID intent, String change, Directive expected) {
    world.execute(change);
    assertThat(world.report(BOT, intent, "0.01").directive()).as(change).isEqualTo(expected);
  }

  @Test
  void anIntentInHandMayFinishWhereThePolicySaysSo() {
    Policy plain =
        Policy.of(BOT.value(), 0, World.UTC, List.of(Rule.of(Period.DAY, usd("1"), Action.PAUSE)));
    world.policy(
        new Policy(
            plain.owner(),
            0,
            plain.applies(),
            plain.zone(),
            plain.rules(),
            InFlight.FINISH,
            plain.unpriced(),
            null,
            plain.mode()));
    UUID inHand = world.intent(BOT);
    UUID notYet = world.intent(BOT);
    world.execute("update intent set status = 'IN_PROGRESS' where id = '" + inHand + "'");
    assertThat(world.report(BOT, inHand, "1").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.number("select count(*) from hold")).isEqualTo(1);
    long hold = world.number("select id from hold");
    world.execute(
        "update account set status = 'PAUSED', parked_by = '{\"kind\":\"AGENT\",\"holder\":\"x\","
            + "\"id\":"
            + hold
            + ",\"policy_version\":1,\"reason\":\"r\",\"at\":\"2026-01-01T00:00:00Z\"}'"
            + " where kind = 'agent'");
    assertThat(world.report(BOT, inHand, "1").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.authorize(BOT, inHand, "1").allowed()).isTrue();
    assertThat(world.report(BOT, notYet, "0").directive()).isEqualTo(Directive.PARK);
    assertThat(world.authorize(BOT, notYet, "1").allowed()).isFalse();
  }

  @Test
  void observingDecidesAndStopsNothing() {
    Policy plain =
        Policy.of(BOT.value(), 0, World.UTC, List.of(Rule.of(Period.DAY, usd("1"), Action.KILL)));
    world.policy(
        new Policy(
            plain.owner(),
            0,
            plain.applies(),
            plain.zone(),
            plain.rules(),
            plain.inFlight(),
            plain.unpriced(),
            null,
            Mode.OBSERVE));
    UUID intent = world.intent(BOT);
    assertThat(world.report(BOT, intent, "2").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.authorize(BOT, intent, "2").allowed()).isTrue();
    assertThat(world.number("select count(*) from decision where not enforced")).isEqualTo(2);
    assertThat(world.number("select count(*) from hold")).isZero();
  }

  @Test
  void aModelWithoutAPriceCostsWhatThePolicySays() {
    Outcome.Reported assumed = world.submit(world.usage(BOT, null, UNKNOWN));
    assertThat(assumed.charged()).isEqualTo(usd("90"));
    assertThat(assumed.assumed()).isTrue();
    world.submit(world.usage(BOT, null, UNKNOWN));
    assertThat(world.number("select count(*) from decision where raised_key like 'unpriced %'"))
        .as("one alert for each model")
        .isEqualTo(1);
    unpriced(Unpriced.ALLOW);
    Outcome.Reported allowed = world.submit(world.usage(BOT, null, UNKNOWN));
    assertThat(allowed.charged()).isEqualTo(Usd.ZERO);
    assertThat(allowed.assumed()).isTrue();
    assertThat(world.texts("select pricing from entry order by id"))
        .containsExactly("assumed", "assumed", "free");
    unpriced(Unpriced.BLOCK);
    assertThat(world.submit(world.usage(BOT, null, UNKNOWN)).charged()).isEqualTo(usd("90"));
    Request.Authorize ask =
        new Request.Authorize(
            BOT, null, null, UUID.randomUUID(), "h", null, UNKNOWN, Duration.ofMinutes(1), false);
    assertThat(world.submit(ask).reason()).isEqualTo("unpriced");
    assertThat(world.number("select cast(sum(assumed) as bigint) from rollup"))
        .isEqualTo(usd("270").nanos());
    TestSums.assertAgree(world);
  }

  private void unpriced(Unpriced unpriced) {
    Policy plain =
        Policy.of(
            BOT.value(), 0, World.UTC, List.of(Rule.of(Period.DAY, usd("9000"), Action.ALERT)));
    world.policy(
        new Policy(
            plain.owner(),
            0,
            plain.applies(),
            plain.zone(),
            plain.rules(),
            plain.inFlight(),
            unpriced,
            null,
            plain.mode()));
  }

  @Test
  void anAgentUnderNoRuleRaisesOneAlertADay() {
    world.report(BOT, null, "4.99");
    assertThat(world.number("select count(*) from decision")).isZero();
    world.report(BOT, null, "0.01");
    world.report(BOT, null, "5");
    assertThat(world.number("select count(*) from decision")).isEqualTo(1);
    assertThat(world.report(BOT, null, "0").agent().remaining()).isNull();
  }

  @Test
  void aReportMayAskForTheNextCallInTheSameBreath() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    UUID intent = world.intent(BOT);
    Request.Authorize next = World.ask(BOT, intent, null, "0.60");
    Request.Report first = asking(intent, "a", "0.30", next);
    Outcome.Reported told = world.submit(first);
    assertThat(told.next().allowed()).isTrue();
    assertThat(told.next().remaining()).isEqualTo(usd("0.10"));
    assertThat(world.submit(first).next()).isEqualTo(told.next());
    Outcome.Reported denied =
        world.submit(asking(intent, "b", "0.01", World.ask(BOT, intent, null, "0.60")));
    assertThat(denied.next().reason()).isEqualTo("pending");
    assertThat(denied.next().retryAfterMs()).isPositive();
    assertThat(denied.directive()).isEqualTo(Directive.CONTINUE);
    TestSums.assertAgree(world);
  }

  private static Request.Report asking(
      UUID intent, String id, String dollars, Request.Authorize next) {
    return new Request.Report(
        BOT, intent, null, id, false, "h", usd(dollars), null, null, 0, null, null, next);
  }

  @Test
  void totalsAreNewsOnceAMinuteOnly() {
    UUID intent = world.intent(BOT);
    world.execute("update carriage set due_at = null, lane = 3, news = 0");
    for (int i = 0; i < 10; i++) {
      world.report(BOT, intent, "0.01");
    }
    assertThat(world.texts("select kind || ' ' || lane || ' ' || news from carriage order by 1"))
        .allSatisfy(line -> assertThat(line).matches("(agent|intent) 3 [12]"))
        .hasSize(2);
    assertThat(world.number("select count(*) from carriage where due_at > now() + interval '50 s'"))
        .isEqualTo(2);
  }
}
