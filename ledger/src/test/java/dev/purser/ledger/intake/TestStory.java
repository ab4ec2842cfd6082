package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestStory {
  private static final List<String> OPS = List.of("ops@company.com");
  private static final Rule DAY = rule(Period.DAY, "50", Action.PAUSE);
  private static final Rule INTENT = rule(Period.INTENT, "5", Action.ALERT);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Rule rule(Period period, String limit, Action action) {
    return new Rule(
        period, usd(limit), null, action, Rule.DEFAULT_WARN_AT, OPS, Resume.MANUAL, null);
  }

  @Test
  void stopsAtTheReportThatMakesTheDayFiftyDollarsAndOneCent() {
    world.policy(BOT, DAY, INTENT);
    UUID intent = world.intent(BOT);
    Outcome.Reported last = null;
    for (int call = 1; call <= 1_666; call++) {
      last = world.report(BOT, intent, "0.03");
      assertThat(last.directive()).as("call %d", call).isEqualTo(Directive.CONTINUE);
      boolean alerted = call >= 167;
      if (call == 166 || call == 167) {
        assertThat(limitAlerts("intent")).isEqualTo(alerted ? 1 : 0);
      }
    }
    assertThat(last.agent().today()).isEqualTo(usd("49.98"));
    Outcome.Reported stop = world.report(BOT, intent, "0.03");
    assertThat(stop.directive()).isEqualTo(Directive.PARK);
    assertThat(stop.intent().directive()).isEqualTo(Directive.PARK);
    assertThat(stop.intent().cost()).isEqualTo(usd("50.01"));
    assertThat(stop.intent().remaining()).isEqualTo(usd("0"));
    assertThat(stop.agent().parkedBy().rule()).isEqualTo(DAY.key());
    assertThat(stop.agent().parkedBy().reportId()).isEqualTo(stop.reportId());

    assertThat(limitAlerts("intent")).as("the intent's alert exists once").isEqualTo(1);
    assertThat(limitAlerts("agent")).isEqualTo(1);
    assertThat(world.number("select count(*) from decision where threshold = 80")).isEqualTo(2);
    assertThat(world.number("select count(*) from notification where status = 'pending'"))
        .isEqualTo(4);
    assertThat(world.number("select count(*) from hold where released_at is null")).isEqualTo(1);
    assertThat(world.texts("select subject from carriage where lane = 0 order by kind, subject"))
        .containsExactly(BOT.value(), intent.toString());
    assertThat(
            world.number("select count(*) from intent_event where event_type = 'intent.alerted'"))
        .isEqualTo(2);

    UUID accepted = world.intent(BOT);
    assertThat(world.report(BOT, accepted, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(limitAlerts("agent")).as("and no second one").isEqualTo(1);
  }

  private long limitAlerts(String kind) {
    return world.number(
        "select count(*) from decision d join account a on a.id = d.account_id"
            + " where d.threshold = 100 and a.kind = '"
            + kind
            + "'");
  }

  @Test
  void withAuthorizationsStopsBeforeTheCallThatWouldPassTheLimit() {
    world.policy(BOT, DAY, INTENT);
    UUID intent = world.intent(BOT);
    int calls = 0;
    Outcome.Authorized authorized = world.authorize(BOT, intent, "0.03");
    while (authorized.allowed()) {
      calls++;
      world.submit(world.settling(BOT, intent, authorized.id(), "0.03"));
      authorized = world.authorize(BOT, intent, "0.03");
    }
    assertThat(calls).isEqualTo(1_666);
    assertThat(authorized.directive()).isEqualTo(Directive.PARK);
    assertThat(authorized.reason()).isEqualTo("limit");
    assertThat(authorized.rule()).isEqualTo(DAY.key());
    assertThat(world.number("select posted from account where kind = 'agent'"))
        .isEqualTo(usd("49.98").nanos());
    assertThat(world.number("select pending from account where kind = 'agent'")).isZero();
    assertThat(world.number("select count(*) from hold")).isEqualTo(1);
  }

  @Test
  void aGrantLetsItGoOnAndItStopsAgainAtSixty() {
    world.policy(BOT, DAY);
    UUID intent = world.intent(BOT);
    assertThat(world.report(BOT, intent, "50.01").directive()).isEqualTo(Directive.PARK);
    assertThatThrownBy(() -> world.submit(World.resume(null, "k0")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Refused.Code.BUDGET_EXCEEDED);
              assertThat(refused.details()).containsEntry("period", "day");
            });
    assertThatThrownBy(() -> world.submit(World.resume("0.01", "k1")))
        .as("a grant that leaves the window full changes nothing")
        .isInstanceOf(Refused.class);
    assertThat(world.number("select count(*) from budget_grant")).isZero();

    Outcome.Resumed resumable = world.submit(World.resume("10", "k2"));
    assertThat(resumable.holdIds()).hasSize(1);
    assertThat(resumable.grants()).singleElement().extracting(g -> g.limit()).isEqualTo(usd("60"));
    assertThat(world.submit(World.resume("10", "k2")).grants()).as("the same key").hasSize(1);
    assertThat(world.number("select count(*) from budget_grant")).isEqualTo(1);
    world.execute("update hold set released_at = now()");

    assertThat(world.report(BOT, intent, "9.98").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, intent, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(limitAlerts("agent")).as("once per grant").isEqualTo(2);
    assertThat(world.number("select count(*) from hold where released_at is null")).isEqualTo(1);
  }

  @Test
  void aGrantRaisesTheWindowWhoseRuleDeniedAnAuthorization() {
    world.policy(BOT, DAY);
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "49.95");
    assertThat(world.authorize(BOT, intent, "0.10").reason()).isEqualTo("limit");

    Outcome.Resumed resumable = world.submit(World.resume("10", "k"));
    assertThat(resumable.holdIds()).hasSize(1);
    assertThat(resumable.grants()).singleElement().extracting(g -> g.limit()).isEqualTo(usd("60"));
    world.execute("update hold set released_at = now()");
    assertThat(world.authorize(BOT, intent, "0.10").allowed()).isTrue();

    assertThatThrownBy(() -> world.submit(World.resume("10", "k2")))
        .as("money for a window that stops nothing is not taken silently")
        .isInstanceOf(Refused.class)
        .hasMessageContaining("grant_usd");
  }

  @Test
  void aGrantWithoutAPeriodFindsTheWindowWhoseRuleDeniedAnAuthorization() {
    world.policy(BOT, DAY);
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "49.95");
    Request.Grant grant = new Request.Grant(BOT, null, null, usd("10"), "k", "ops", null);
    assertThatThrownBy(() -> world.submit(grant))
        .as("as long as nothing is held")
        .isInstanceOf(Refused.class)
        .hasMessageContaining("period must be named");
    assertThat(world.authorize(BOT, intent, "0.10").reason()).isEqualTo("limit");

    Outcome.Granted granted = world.submit(grant);
    assertThat(granted.grants()).singleElement().extracting(g -> g.limit()).isEqualTo(usd("60"));
    assertThat(world.submit(World.resume(null, "k2")).holdIds()).hasSize(1);
  }

  @Test
  void theSameTicketInNewIntentsIsStoppedInItsFortySecondRound() {
    world.policy(BOT, rule(Period.TASK, "5", Action.PAUSE));
    for (int round = 1; round <= 42; round++) {
      UUID intent = world.intent(BOT, "ticket-7", null);
      Outcome.Reported told = null;
      for (int call = 0; call < 4; call++) {
        told = world.report(BOT, intent, "0.03");
      }
      assertThat(told.directive())
          .as("round %d", round)
          .isEqualTo(round < 42 ? Directive.CONTINUE : Directive.PARK);
    }
    assertThat(world.number("select count(*) from carriage where lane = 0 and kind = 'intent'"))
        .as("every open intent of the task hears of it")
        .isEqualTo(42);
    assertThat(world.report(BOT, null, "0.03").directive())
        .as("the agent's other work goes on")
        .isEqualTo(Directive.CONTINUE);
    assertThat(world.reportTask(BOT, "ticket-7", "0.03").directive())
        .as("a metered task of that name does not")
        .isEqualTo(Directive.PARK);
  }

  @Test
  void aScopeStopsItsAgentsTogetherAtTheirSum() {
    world.report(BOT, null, "1");
    world.policy(World.total(new Scope("agent://myorg/*"), rule(Period.DAY, "50", Action.PAUSE)));
    UUID one = world.intent(BOT);
    UUID two = world.intent(OTHER);
    assertThat(world.report(BOT, one, "24").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(OTHER, two, "24.99").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, one, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(world.report(OTHER, two, "0").directive()).isEqualTo(Directive.PARK);
    assertThat(world.authorize(OTHER, two, "0.01").reason()).isEqualTo("paused");
    assertThat(world.number("select posted from account where kind = 'scope'"))
        .isEqualTo(usd("50").nanos());
    assertThat(world.texts("select subject from carriage where lane = 0 and kind = 'agent'"))
        .containsExactlyInAnyOrder(BOT.value(), OTHER.value());
    assertThat(world.report(new AgentAddress("agent://myorg/late"), null, "0").directive())
        .as("one that comes later, too")
        .isEqualTo(Directive.PARK);
  }
}
