package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No agent takes another one's money, or has it stopped. */
class TestIsolation {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theSameAuthorizationIdOfAnotherAgentIsAnotherAuthorization() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.PAUSE));
    Request.Authorize held = World.ask(BOT, null, null, "10");
    assertThat(world.submit(held).allowed()).isTrue();

    Request.Authorize same =
        new Request.Authorize(
            OTHER, null, null, held.id(), "h", usd("0.01"), null, Duration.ofSeconds(30), false);
    assertThat(world.submit(same).allowed()).isTrue();
    world.submit(new Request.Extend(OTHER, held.id(), Duration.ofMinutes(1)));
    world.submit(world.settling(OTHER, null, held.id(), "0.01"));

    assertThat(
            world.texts(
                "select g.address || ' ' || s.state || ' ' || s.amount"
                    + " from spending_authorization s join agent g on g.id = s.agent_id order by 1"))
        .containsExactly(OTHER + " settled 10000000", BOT + " pending 10000000000");
    assertThat(world.authorize(BOT, null, "10").allowed()).isFalse();
    assertThat(world.report(BOT, null, "0").agent().remaining()).isEqualTo(usd("0"));
    TestSums.assertAgree(world);
  }

  private Request.Create child(
      AgentAddress agent, @Nullable UUID parent, @Nullable AgentAddress asker) {
    return new Request.Create(
        agent,
        UUID.randomUUID(),
        null,
        "hash",
        "someone",
        "someone",
        asker,
        "work.do.v1",
        UUID.randomUUID(),
        null,
        null,
        "{}",
        null,
        Map.of(),
        null,
        parent,
        null,
        3);
  }

  private void assertNoParent(UUID parent, AgentAddress child, AgentAddress asker, String why) {
    assertThatThrownBy(() -> world.submit(child(child, parent, asker)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Refused.Code.INVALID);
              assertThat(refused.field()).isEqualTo("parent_intent_id");
            })
        .hasMessageContaining(why);
  }

  @Test
  void onlyAParentsOwnAgentAtWorkOrAnOperatorHangsAChildUnderIt() {
    UUID parent = world.intent(BOT);
    assertNoParent(parent, OTHER, OTHER, "not of another agent");
    assertNoParent(parent, BOT, BOT, "SUBMITTED");
    world.execute("update intent set status = 'IN_PROGRESS'");
    assertNoParent(parent, OTHER, OTHER, "not of another agent");
    UUID own = world.submit(child(BOT, parent, BOT)).intentId();
    UUID others = world.submit(child(OTHER, parent, BOT)).intentId();
    UUID operators = world.submit(child(OTHER, parent, null)).intentId();
    world.execute("update intent set status = 'COMPLETED' where id = '" + parent + "'");
    assertNoParent(parent, BOT, BOT, "COMPLETED");
    assertThat(world.texts("select cast(id as text) from intent where parent_id is not null"))
        .containsExactlyInAnyOrder(own.toString(), others.toString(), operators.toString());
  }

  @Test
  void aTrackedTaskIsAParentForAsLongAsItIsOpen() {
    UUID task = world.reportTask(BOT, "T-1", "1").intent().intentId();
    assertNoParent(task, OTHER, OTHER, "not of another agent");
    world.submit(child(BOT, task, BOT));
    world.execute("update intent set status = 'WAITING' where id = '" + task + "'");
    world.submit(child(BOT, task, BOT));
    world.execute("update intent set status = 'CANCELED' where id = '" + task + "'");
    assertNoParent(task, BOT, BOT, "CANCELED");
  }

  @Test
  void aTreeRuleOfTheRootsAgentGovernsWhoeverReports() {
    world.policy(BOT, Rule.of(Period.TREE, usd("5"), Action.PAUSE));
    UUID root = world.intent(BOT);
    UUID child = world.submit(child(OTHER, root, null)).intentId();
    UUID grandchild = world.submit(child(OTHER, child, null)).intentId();

    assertThat(world.authorize(OTHER, grandchild, "3").allowed()).isTrue();
    assertThat(world.authorize(OTHER, child, "3").reason()).isEqualTo("pending");
    assertThat(world.report(OTHER, child, "4").directive()).isEqualTo(Directive.CONTINUE);
    Outcome.Reported stop = world.report(OTHER, grandchild, "1");
    assertThat(stop.directive()).isEqualTo(Directive.PARK);
    assertThat(stop.intent().parkedBy().holder()).isEqualTo(root.toString());
    assertThat(world.report(BOT, root, "0").directive()).isEqualTo(Directive.PARK);
    UUID another = world.submit(child(OTHER, world.intent(BOT), null)).intentId();
    assertThat(world.authorize(OTHER, another, "100").reason()).isEqualTo("limit");
    assertThat(world.report(OTHER, null, "1").directive()).isEqualTo(Directive.CONTINUE);
    TestSums.assertAgree(world);
  }

  @Test
  void aTreeRuleOfAChildsAgentDoesNotGovernAnothersTree() {
    world.policy(OTHER, Rule.of(Period.TREE, usd("1"), Action.PAUSE));
    UUID root = world.intent(BOT);
    UUID child = world.submit(child(OTHER, root, null)).intentId();
    world.report(BOT, root, "5");
    assertThat(world.report(OTHER, child, "5").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(OTHER, world.intent(OTHER), "1").directive()).isEqualTo(Directive.PARK);
  }

  /** Nearly all that a long holds. */
  private static final String HUGE = "9223372036854775000";

  /** A report of the most dollars and tokens that one may have. */
  private static Request.Report most(AgentAddress agent) {
    return new Request.Report(
        agent,
        null,
        null,
        "most",
        false,
        "hash",
        usd("10000"),
        Usage.of("m", Usage.MAX_TOKENS, Usage.MAX_TOKENS),
        null,
        0,
        null,
        null,
        null);
  }

  @Test
  void whatOneAgentSpendsMakesNobodysReportUncountable() {
    world.policy(
        World.total(
            new Scope("agent://myorg/*"),
            Rule.of(Period.DAY, usd("900"), Action.ALERT),
            Rule.burn(new BurnLimit(usd("5"), 10), Action.ALERT)));
    world.report(BOT, null, "1");
    for (String sums : List.of("account", "window_sum", "quarter_sum", "minute_sum")) {
      world.execute("update " + sums + " set posted = " + HUGE);
    }
    world.execute("update rollup set cost = " + HUGE + ", tokens_in = " + HUGE);
    for (AgentAddress each : List.of(BOT, OTHER)) {
      Outcome.Reported reported = world.submit(most(each));
      assertThat(reported.directive()).isEqualTo(Directive.CONTINUE);
      assertThat(reported.charged()).isEqualTo(usd("10000"));
    }
    assertThat(world.text("select cast(posted as text) from account where kind = 'scope'"))
        .isEqualTo("9223392036854775000");
    assertThat(world.report(BOT, null, "0").agent().today()).hasToString("$9223382036.854775");
    assertThat(world.report(OTHER, null, "0").agent().today()).isEqualTo(usd("10000"));
  }

  private void assertTooMuch(Request<?> request, String field, String comesTo) {
    assertThatThrownBy(() -> world.submit(request))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Refused.Code.INVALID);
              assertThat(refused.field()).isEqualTo(field);
            })
        .hasMessage(
            field
                + " comes to "
                + comesTo
                + ", and one call may cost at most $10000.00 (PURSER_MAX_REPORT_USD)");
  }

  @Test
  void oneReportHasABoundAndTheirSumHasNone() {
    for (int i = 0; i < 3; i++) {
      assertThat(world.report(BOT, null, "10000").directive()).isEqualTo(Directive.CONTINUE);
    }
    assertTooMuch(world.cost(BOT, null, null, "10000.000000001"), "cost_usd", "$10000.000000001");
    assertTooMuch(
        world.usage(BOT, null, Usage.of("nobody-knows-1", 1_000_000_000_000L, 0)),
        "tokens_in",
        "$15000000.00");
    assertTooMuch(
        world.usage(BOT, null, Usage.of("nobody-knows-1", 0, 200_000_000)),
        "tokens_out",
        "$15000.00");
    assertTooMuch(World.ask(BOT, null, null, "10001"), "estimate_usd", "$10001.00");
    assertThat(world.number("select posted from account where kind = 'agent'"))
        .isEqualTo(usd("30000").nanos());
    assertThat(world.number("select count(*) from entry")).isEqualTo(3);
  }
}
