package dev.purser.ledger.agents;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestBurn {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NOW = Instant.parse("2031-03-12T12:00:30Z");

  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT).agent(OTHER).agent(STRANGER);
    burned(BOT, "11:00", "99");
    burned(BOT, "11:01", "7");
    burned(BOT, "12:00", "3");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void burned(AgentAddress agent, String minute, String dollars) {
    facts.execute(
        "insert into minute_sum select id, cast(? as timestamptz), ? from account where name = ?",
        "2031-03-12T" + minute + ":00Z",
        Usd.of(dollars).nanos(),
        agent.value());
  }

  private void spent(String dollars) {
    facts.posted(AccountKey.agent(BOT), Usd.of(dollars), Instant.parse("2031-03-12T11:00:00Z"));
  }

  private Burn burn(Rule... rules) {
    return burn(Policy.of(BOT.value(), 1, UTC, List.of(rules)));
  }

  private Burn burn(Policy policy) {
    return ledger.jdbi().withHandle(handle -> Burn.of(handle, BOT, List.of(policy), NOW));
  }

  private static Rule rule(Period period, String limit, Action action) {
    return Rule.of(period, Usd.of(limit), action);
  }

  @Test
  void whoIsStoppedReachesNothing() {
    Burn burn = new Burn(Usd.of("10"), Instant.parse("2031-03-12T14:00:30Z"));
    assertThat(burn.at(AgentStatus.ACTIVE)).isEqualTo(burn);
    assertThat(burn.at(AgentStatus.PAUSED)).isEqualTo(new Burn(Usd.of("10"), null));
    assertThat(burn.at(AgentStatus.KILLED)).isEqualTo(new Burn(Usd.of("10"), null));
  }

  @Test
  void isWhatWasPostedInTheLastSixtyMinutes() {
    assertThat(burn()).isEqualTo(new Burn(Usd.of("10"), null));
  }

  @Test
  void saysWhenTheFirstLimitIsReachedThatStopsTheAgent() {
    spent("30");
    Burn burn =
        burn(
            rule(Period.MONTH, "60", Action.PAUSE),
            rule(Period.DAY, "50", Action.KILL),
            rule(Period.DAY, "40", Action.ALERT),
            rule(Period.INTENT, "1", Action.PAUSE),
            Rule.burn(new BurnLimit(Usd.of("11"), 5), Action.PAUSE));
    assertThat(burn.limitReachedAt()).isEqualTo("2031-03-12T14:00:30Z");
  }

  @Test
  void looksPastAWindowThatEndsBeforeItIsFull() {
    spent("30");
    Burn burn = burn(rule(Period.HOUR, "45", Action.PAUSE), rule(Period.MONTH, "60", Action.PAUSE));
    assertThat(burn.limitReachedAt()).isEqualTo("2031-03-12T15:00:30Z");
    assertThat(burn(rule(Period.DAY, "900", Action.PAUSE)).limitReachedAt()).isNull();
  }

  @Test
  void aGrantPutsItOff() {
    spent("30");
    facts.execute(
        """
        insert into budget_grant (id, account_id, period, zone, starts_at, expires_at, amount,
          request_key, actor, created_at)
        select gen_random_uuid(), id, 'day', 'UTC', '2031-03-12', '2031-03-13', 5000000000, 'k',
          'ops', now() from account where kind = 'agent' and name = ?
        """,
        BOT.value());
    assertThat(burn(rule(Period.DAY, "50", Action.PAUSE)).limitReachedAt())
        .isEqualTo("2031-03-12T14:30:30Z");
  }

  @Test
  void whoHasReachedALimitReachesNone() {
    spent("30");
    assertThat(
            burn(rule(Period.DAY, "30", Action.PAUSE), rule(Period.MONTH, "60", Action.PAUSE))
                .limitReachedAt())
        .isNull();
  }

  @Test
  void neitherAnObservingRuleNorTheSumOfAScopeIsALimitOfTheAgent() {
    spent("30");
    Rule observing =
        new Rule(
            Period.DAY,
            Usd.of("50"),
            null,
            Action.KILL,
            List.of(),
            List.of(),
            Resume.MANUAL,
            Mode.OBSERVE);
    Policy total =
        new Policy(
            MYORG.value(),
            1,
            Applies.TOTAL,
            UTC,
            List.of(rule(Period.DAY, "50", Action.PAUSE)),
            InFlight.PARK,
            Unpriced.ASSUME,
            null,
            Mode.ENFORCE);
    assertThat(burn(observing).limitReachedAt()).isNull();
    assertThat(burn(total).limitReachedAt()).isNull();
  }

  @Test
  void manyAreReadAtOnceAndThoseThatRestAreLeftOut() {
    spent("30");
    burned(STRANGER, "11:30", "-5");
    Policy day = Policy.of(BOT.value(), 1, UTC, List.of(rule(Period.DAY, "50", Action.PAUSE)));
    Map<AgentAddress, Burn> burns =
        ledger
            .jdbi()
            .withHandle(
                handle ->
                    Burn.of(
                        handle,
                        Map.of(BOT, List.of(day), OTHER, List.of(day), STRANGER, List.of()),
                        NOW));
    assertThat(burns)
        .isEqualTo(Map.of(BOT, new Burn(Usd.of("10"), Instant.parse("2031-03-12T14:00:30Z"))));
  }
}
