package dev.purser.ledger.agents;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.events.MeshEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestAgents {
  private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");

  private Ledger ledger;
  private Facts facts;
  private Agents agents;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    agents = ledger.agents();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void anAgentIsUnknownUntilItsFirstHeartbeat() {
    agents.ensure(BOT, "ann");
    assertThat(agents.require(BOT).agent().health()).isEqualTo(Health.UNKNOWN);
    AgentDetail after = agents.heartbeat(BOT);
    assertThat(after.agent().health()).isEqualTo(Health.HEALTHY);
    assertThat(after.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(agents.byId(after.agent().id())).contains(BOT);
    assertThat(after.events())
        .extracting(MeshEvent::eventType)
        .containsExactly("agent.health_changed", "agent.created");
    assertThat(after.events().get(0).details().path("to").asText()).isEqualTo("healthy");
  }

  @Test
  void aFirstHeartbeatBringsAnAgentIntoBeing() {
    assertThat(agents.get(BOT)).isEmpty();
    agents.heartbeat(BOT);
    assertThat(agents.get(BOT)).isPresent();
  }

  @Test
  void silenceDegradesAnAgentAndTheListNotesItOnce() {
    agents.heartbeat(BOT);
    silent("89 seconds", Health.HEALTHY);
    silent("91 seconds", Health.DEGRADED);
    silent("299 seconds", Health.DEGRADED);
    silent("301 seconds", Health.UNREACHABLE);
    facts.execute("update account set status = 'KILLED' where kind = 'agent'");
    agents.list(null, 10, null);
    agents.list(null, 10, null);
    assertThat(ledger.events().list(BOT.value(), "agent.health_changed", 10, null).items())
        .extracting(event -> event.details().path("to").asText())
        .containsExactly("killed", "unreachable", "degraded", "healthy");
  }

  private void silent(String time, Health expected) {
    facts.execute("update agent set last_heartbeat_at = now() - interval '" + time + "'");
    assertThat(agents.list(null, 10, null).items())
        .extracting(Agent::health)
        .containsExactly(expected);
  }

  @Test
  void listsByAddressPageByPageAndByHealth() {
    facts.agent(BOT).agent(OTHER).agent(STRANGER);
    agents.heartbeat(OTHER);
    Page<Agent> first = agents.list(null, 2, null);
    assertThat(first.items()).extracting(Agent::address).containsExactly(STRANGER, BOT);
    assertThat(agents.list(null, 2, first.next()).items())
        .extracting(Agent::address)
        .containsExactly(OTHER);
    assertThat(agents.list(Health.HEALTHY, 9, null).items())
        .extracting(Agent::address)
        .containsExactly(OTHER);
    assertThat(agents.summary().total()).isEqualTo(3);
    assertThat(agents.summary().byHealth())
        .containsEntry(Health.HEALTHY, 1L)
        .containsEntry(Health.UNKNOWN, 2L)
        .containsEntry(Health.KILLED, 0L);
    assertThat(agents.below(MYORG, "", 9)).containsExactly(BOT, OTHER);
    assertThat(agents.below(Scope.ALL, BOT.value(), 9)).containsExactly(OTHER);
  }

  @Test
  void sumsFollowTheCalendarOfTheAgentsPolicy() {
    ledger.policies().put(policy(BOT, Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE)), null, "a");
    Instant now = Instant.now();
    Instant today = Windows.at(Period.DAY, KATHMANDU, now).start();
    Instant month = Windows.at(Period.MONTH, KATHMANDU, now).start();
    facts.posted(AccountKey.agent(BOT), Usd.of("3"), today);
    facts.posted(AccountKey.agent(BOT), Usd.of("100"), month.minusSeconds(900 * 96 * 8));
    Agent agent = agents.list(null, 9, null).items().get(0);
    assertThat(agent.zone()).isEqualTo(KATHMANDU);
    assertThat(agent.today()).isEqualTo(new Spent(Usd.of("3"), Usd.ZERO, Usd.ZERO, 1));
    assertThat(agent.month().usd()).isEqualTo(Usd.of("3"));
    Budget day = agents.require(BOT).budgets().get(0);
    assertThat(day.window()).isEqualTo(Windows.at(Period.DAY, KATHMANDU, now));
    assertThat(day.spent()).isEqualTo(Usd.of("3"));
    assertThat(day.limit()).isEqualTo(Usd.of("50"));
    assertThat(day.remaining()).isEqualTo(Usd.of("47"));
    assertThat(agents.require(BOT).remaining()).isEqualTo(Usd.of("47"));
  }

  @Test
  void aWindowThatIsBuiltIsReadAndOneThatIsNotIsSummedUp() {
    ledger.policies().put(policy(BOT, Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE)), null, "a");
    Instant day = Windows.at(Period.DAY, KATHMANDU, Instant.now()).start();
    facts.execute(
        "insert into spending_authorization select ?, g.id, null, null, array[a.id], 5000000000,"
            + " 'pending', '', '{}', now(), now() + interval '1 minute' from agent g, account a",
        UUID.randomUUID());
    facts.execute("update account set pending = 5000000000");
    facts.execute(
        "insert into budget_grant select ?, id, 'day', 'Asia/Kathmandu', ?, now() + interval '1 day',"
            + " 1000000000, 'k', 'ann', null, now() from account",
        UUID.randomUUID(),
        day.atOffset(ZoneOffset.UTC));
    Budget summed = agents.require(BOT).budgets().get(0);
    assertThat(summed.pending()).isEqualTo(Usd.of("5"));
    assertThat(summed.granted()).isEqualTo(Usd.of("1"));
    assertThat(summed.remaining()).isEqualTo(Usd.of("46"));
    assertThat(agents.grants(BOT)).extracting(Grant::amount).containsExactly(Usd.of("1"));
    facts.execute(
        "insert into window_sum select id, 'day', 'Asia/Kathmandu', ?, now() + interval '1 day',"
            + " 7000000000, 2000000000, 3000000000, 1, 4 from account",
        day.atOffset(ZoneOffset.UTC));
    Budget built = agents.require(BOT).budgets().get(0);
    assertThat(built.spent()).isEqualTo(Usd.of("7"));
    assertThat(built.remaining()).isEqualTo(Usd.of("44"));
    assertThat(built.intents()).isEqualTo(4);
  }

  @Test
  void theNearestScopesPolicyHoldsForWhoHasNone() {
    ledger.policies().put(scoped(Scope.ALL, Applies.EACH, "1"), null, "a");
    ledger.policies().put(scoped(MYORG, Applies.EACH, "2"), null, "a");
    facts.agent(BOT).agent(STRANGER);
    assertThat(limits(BOT)).containsExactly(Usd.of("2"));
    assertThat(limits(STRANGER)).containsExactly(Usd.of("1"));
    ledger.policies().put(policy(BOT, Rule.of(Period.DAY, Usd.of("3"), Action.PAUSE)), null, "a");
    ledger.policies().put(scoped(Scope.ALL, Applies.TOTAL, "9"), null, "a");
    assertThat(limits(BOT)).containsExactly(Usd.of("3"), Usd.of("9"));
    assertThat(limits(STRANGER)).containsExactly(Usd.of("9"));
  }

  private List<Usd> limits(AgentAddress agent) {
    return agents.require(agent).budgets().stream()
        .filter(Budget::stops)
        .map(Budget::limit)
        .toList();
  }

  @Test
  void anAgentUnderNoRuleHasNoLimit() {
    facts.agent(BOT);
    AgentDetail detail = agents.require(BOT);
    assertThat(detail.remaining()).isNull();
    assertThat(detail.policies()).isEmpty();
    assertThat(detail.budgets()).extracting(Budget::limit).containsOnlyNulls();
    assertThat(detail.budgets())
        .extracting(Budget::period)
        .containsExactlyInAnyOrder(Period.DAY, Period.WEEK, Period.MONTH);
  }

  @Test
  void aPersonsWordAboutAScopeHoldsForAllBelowUntilResumed() {
    facts.agent(BOT).agent(OTHER).agent(STRANGER);
    long before = agents.require(BOT).version();
    Demand hold = ledger.scopeHolds().pause(MYORG, "ann", "freeze");
    assertThat(ledger.scopeHolds().pause(MYORG, "bob", "again").hold().id())
        .isEqualTo(hold.hold().id());
    assertThat(agents.require(BOT).holds()).containsExactly(hold);
    assertThat(agents.require(BOT).directive()).isEqualTo(Directive.PARK);
    assertThat(agents.require(BOT).version()).isGreaterThan(before);
    assertThat(agents.require(STRANGER).directive()).isEqualTo(Directive.CONTINUE);
    assertThat(facts.one(Long.class, "select count(*) from carriage where lane = 0")).isEqualTo(2);
    AgentAddress later = new AgentAddress("agent://myorg/late/comer");
    assertThat(agents.heartbeat(later).directive()).isEqualTo(Directive.PARK);
    ledger.scopeHolds().kill(MYORG, "ann", null);
    assertThat(agents.require(BOT).directive()).isEqualTo(Directive.KILL);
    assertThat(ledger.scopeHolds().resume(MYORG, "ann", null)).isEqualTo(2);
    assertThat(ledger.scopeHolds().resume(MYORG, "ann", null)).isZero();
    assertThat(agents.require(BOT).directive()).isEqualTo(Directive.CONTINUE);
    assertThat(ledger.events().list(MYORG.value(), null, 9, null).items())
        .extracting(MeshEvent::eventType)
        .containsExactly("agent.resumed", "agent.killed", "agent.paused");
  }

  @Test
  void aScopeWhoseSumIsOverItsLimitIsNotResumed() {
    facts.agent(BOT).posted(AccountKey.agent(BOT), Usd.of("10"), quarterOfNow());
    ledger.policies().put(scoped(MYORG, Applies.TOTAL, "10"), null, "a");
    facts.hold(AccountKey.scope(MYORG), "PARK");
    assertThatThrownBy(() -> ledger.scopeHolds().resume(MYORG, "ann", null))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Refused.Code.BUDGET_EXCEEDED);
              assertThat(refused.details()).containsEntry("period", "day");
            });
    assertThat(ledger.scopeHolds().standing(MYORG)).hasSize(1);
  }

  @Test
  void aKilledAgentIsToldSo() {
    facts.agent(BOT);
    facts.word(BOT, AgentStatus.KILLED);
    AgentDetail beat = agents.heartbeat(BOT);
    assertThat(beat.agent().status()).isEqualTo(AgentStatus.KILLED);
    assertThat(beat.agent().health()).isEqualTo(Health.KILLED);
    assertThat(beat.directive()).isEqualTo(Directive.KILL);
  }

  private static Instant quarterOfNow() {
    return Windows.quarter(Instant.now());
  }

  private static Policy policy(AgentAddress agent, Rule... rules) {
    return Policy.of(agent.value(), 0, KATHMANDU, List.of(rules));
  }

  private static Policy scoped(Scope scope, Applies applies, String limit) {
    return new Policy(
        scope.value(),
        0,
        applies,
        ZoneId.of("UTC"),
        List.of(Rule.of(Period.DAY, Usd.of(limit), Action.PAUSE)),
        InFlight.PARK,
        Unpriced.ASSUME,
        null,
        Mode.ENFORCE);
  }
}
