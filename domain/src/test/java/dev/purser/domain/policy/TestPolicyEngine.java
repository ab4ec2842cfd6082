package dev.purser.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Decision.Refusal;
import dev.purser.domain.window.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPolicyEngine {
  private static final AgentAddress AGENT = new AgentAddress("agent://myorg/production/bot");
  private static final Scope ORG = new Scope("agent://myorg/*");
  private static final UUID INTENT = new UUID(1, 1);
  private static final UUID ROOT = new UUID(1, 2);
  private static final ZoneId UTC = ZoneOffset.UTC;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Path PATH = Path.of(AGENT, INTENT, ROOT, "ticket-7", List.of(ORG));
  private static final Path BARE = Path.of(AGENT, null, null, null, List.of());

  private final Map<String, Balance> balances = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    // spent, limit, action, directive
    "49.98, 50, PAUSE, CONTINUE",
    "49.999999999, 50, PAUSE, CONTINUE",
    "50, 50, PAUSE, PARK",
    "50.01, 50, PAUSE, PARK",
    "50.01, 50, KILL, KILL",
    "50.01, 50, BLOCK, CONTINUE",
    "50.01, 50, ALERT, CONTINUE",
    "0, 0, PAUSE, PARK",
  })
  void actsAtTheNanoDollarThatReachesTheLimit(
      String spent, String limit, Action action, Directive directive) {
    spend(AccountKey.agent(AGENT), Period.DAY, spent);
    Decision decision = after(policy(rule(Period.DAY, limit, action)));
    assertThat(decision.directive()).isEqualTo(directive);
  }

  @Test
  void theStrictestRuleWinsAndIsNamed() {
    spend(AccountKey.agent(AGENT), Period.DAY, "60");
    spend(AccountKey.agent(AGENT), Period.MONTH, "60");
    Rule kill = rule(Period.MONTH, "55", Action.KILL);
    Decision decision =
        after(
            policy(
                rule(Period.DAY, "50", Action.PAUSE), kill, rule(Period.DAY, "1", Action.BLOCK)));
    assertThat(decision.directive()).isEqualTo(Directive.KILL);
    assertThat(decision.by()).isNotNull();
    assertThat(decision.by().rule()).isEqualTo(kill);
  }

  @Test
  void eachPeriodLooksAtItsOwnAccount() {
    Map<Period, AccountKey> accounts =
        Map.of(
            Period.INTENT, AccountKey.intent(INTENT),
            Period.TASK, AccountKey.task(AGENT, "ticket-7"),
            Period.TREE, AccountKey.tree(ROOT),
            Period.HOUR, AccountKey.agent(AGENT),
            Period.WEEK, AccountKey.agent(AGENT));
    accounts.forEach(
        (period, account) -> {
          balances.clear();
          spend(account, period, "5");
          Decision decision = after(policy(rule(period, "5", Action.PAUSE)));
          assertThat(decision.directive()).as(period.wire()).isEqualTo(Directive.PARK);
          assertThat(decision.by().account()).isEqualTo(account);
        });
  }

  @Test
  void aRuleWhoseAccountIsNotOnThePathSaysNothing() {
    spend(AccountKey.intent(INTENT), Period.INTENT, "99");
    Decision decision = decide(policy(rule(Period.INTENT, "5", Action.KILL)), BARE, Asked.NOTHING);
    assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decision.remaining()).isNull();
  }

  @Test
  void aTotalPolicyLooksAtTheSumOfItsScope() {
    spend(AccountKey.agent(AGENT), Period.DAY, "1");
    spend(AccountKey.scope(ORG), Period.DAY, "10");
    Policy total = total(rule(Period.DAY, "10", Action.PAUSE));
    Decision decision = after(total);
    assertThat(decision.directive()).isEqualTo(Directive.PARK);
    assertThat(decision.by().account()).isEqualTo(AccountKey.scope(ORG));
  }

  @Test
  void thresholdsAreCrossedOnce() {
    spend(AccountKey.agent(AGENT), Period.DAY, "40");
    Policy policy = policy(rule(Period.DAY, "50", Action.PAUSE));
    Decision first = after(policy);
    assertThat(first.crossings()).extracting(Crossing::threshold).containsExactly(80);
    raise(AccountKey.agent(AGENT), Period.DAY, first);
    assertThat(after(policy).crossings()).isEmpty();
  }

  @Test
  void twoRulesThatSayTheSameCrossOnce() {
    spend(AccountKey.agent(AGENT), Period.DAY, "50");
    Rule twice = rule(Period.DAY, "50", Action.PAUSE);
    assertThat(after(policy(twice, twice)).crossings())
        .extracting(Crossing::threshold)
        .containsExactly(80, 100);
  }

  @Test
  void aLeapOverSeveralThresholdsCrossesThemAll() {
    Rule rule =
        new Rule(
            Period.DAY,
            Usd.of("50"),
            null,
            Action.ALERT,
            List.of(95, 50, 80),
            List.of(),
            Resume.MANUAL,
            null);
    spend(AccountKey.agent(AGENT), Period.DAY, "51");
    assertThat(after(policy(rule)).crossings())
        .extracting(Crossing::threshold)
        .containsExactly(50, 80, 95, 100);
  }

  @Test
  void theLimitIsCrossedAgainAfterAGrantAndAWarningIsNot() {
    Policy policy = policy(rule(Period.DAY, "50", Action.PAUSE));
    spend(AccountKey.agent(AGENT), Period.DAY, "50.01");
    raise(AccountKey.agent(AGENT), Period.DAY, after(policy));
    grant(AccountKey.agent(AGENT), Period.DAY, "10");
    assertThat(after(policy).directive()).isEqualTo(Directive.CONTINUE);
    spend(AccountKey.agent(AGENT), Period.DAY, "60");
    Decision again = after(policy);
    assertThat(again.directive()).isEqualTo(Directive.PARK);
    assertThat(again.crossings()).extracting(Crossing::threshold).containsExactly(100);
    assertThat(again.by().limit()).isEqualTo(Usd.of("60"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // posted, pending, asked, refusal, directive
        "49.95, 0, 0.03, -, CONTINUE",
        "49.97, 0, 0.03, -, CONTINUE",
        "49.98, 0, 0.03, LIMIT, PARK",
        "49.90, 0.08, 0.03, PENDING, CONTINUE",
        "49.90, 0.07, 0.03, -, CONTINUE",
        "50.00, 0, 0, LIMIT, PARK",
      })
  void anAuthorizationIsAskedAgainstPostedAndPending(
      String posted, String pending, String asked, Refusal refusal, Directive directive) {
    balances.put(
        key(AccountKey.agent(AGENT), Period.DAY),
        new Balance(Usd.of(posted), Usd.of(pending), Usd.ZERO, 0, 0, Set.of()));
    Decision decision =
        decide(
            policy(rule(Period.DAY, "50", Action.PAUSE)), PATH, Asked.authorization(Usd.of(asked)));
    assertThat(decision.refusal()).isEqualTo(refusal);
    assertThat(decision.directive()).isEqualTo(directive);
  }

  @Test
  void aBlockRefusesWhatIsAskedAndLeavesTheDirectiveAlone() {
    spend(AccountKey.agent(AGENT), Period.DAY, "50");
    Policy policy = policy(rule(Period.DAY, "50", Action.BLOCK));
    for (Asked asked : List.of(Asked.INTENT, Asked.authorization(Usd.of("0.01")))) {
      Decision decision = decide(policy, PATH, asked);
      assertThat(decision.refusal()).isEqualTo(Refusal.LIMIT);
      assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
      assertThat(decision.by()).isNotNull();
    }
  }

  @Test
  void anAlertNeverRefuses() {
    spend(AccountKey.agent(AGENT), Period.DAY, "50");
    Decision decision =
        decide(policy(rule(Period.DAY, "5", Action.ALERT)), PATH, Asked.authorization(Usd.of("9")));
    assertThat(decision.refusal()).isNull();
    assertThat(decision.remaining()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"8, -, CONTINUE", "9, -, CONTINUE", "10, LIMIT, PARK", "11, LIMIT, PARK"})
  void theIntentThatWouldBeOneTooManyIsStopped(long created, Refusal refusal, Directive directive) {
    Rule rule =
        new Rule(Period.DAY, null, 10L, Action.PAUSE, List.of(), List.of(), Resume.MANUAL, null);
    balances.put(
        key(AccountKey.agent(AGENT), Period.DAY),
        new Balance(Usd.ZERO, Usd.ZERO, Usd.ZERO, 0, created, Set.of()));
    Decision decision = decide(policy(rule), PATH, Asked.INTENT);
    assertThat(decision.refusal()).isEqualTo(refusal);
    assertThat(decision.directive()).isEqualTo(directive);
    assertThat(after(policy(rule)).directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void observingRecordsWhatItWouldHaveDoneAndDoesNothing() {
    spend(AccountKey.agent(AGENT), Period.DAY, "51");
    Policy observed = policy(rule(Period.DAY, "50", Action.KILL).in(Mode.OBSERVE));
    Decision decision = decide(observed, PATH, Asked.authorization(Usd.of("1")));
    assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decision.refusal()).isNull();
    assertThat(decision.crossings()).extracting(Crossing::threshold).containsExactly(80, 100);
    assertThat(decision.crossings()).noneMatch(crossing -> crossing.at().enforced());
  }

  @Test
  void theLimitThatWasObservedIsReachedAnewOnceItsRuleActsAndNoWarningIs() {
    Rule rule = rule(Period.DAY, "50", Action.PAUSE);
    AccountKey account = AccountKey.agent(AGENT);
    spend(account, Period.DAY, "51");
    Set<String> observed = raisedBy(after(policy(rule.in(Mode.OBSERVE))));
    balances.put(
        key(account, Period.DAY), new Balance(Usd.of("51"), Usd.ZERO, Usd.ZERO, 0, 0, observed));
    assertThat(after(policy(rule.in(Mode.OBSERVE))).crossings()).isEmpty();
    assertThat(after(policy(rule)).crossings())
        .extracting(Crossing::threshold)
        .containsExactly(Rule.LIMIT);
    Rule alert = rule(Period.DAY, "50", Action.ALERT);
    balances.put(
        key(account, Period.DAY),
        new Balance(
            Usd.of("51"),
            Usd.ZERO,
            Usd.ZERO,
            0,
            0,
            raisedBy(after(policy(alert.in(Mode.OBSERVE))))));
    assertThat(after(policy(alert)).crossings()).as("it told already").isEmpty();
  }

  private static Set<String> raisedBy(Decision decision) {
    return decision.crossings().stream().map(Crossing::raisedKey).collect(Collectors.toSet());
  }

  @Test
  void aRuleMayEnforceWithinAnObservingPolicy() {
    Rule own =
        new Rule(
            Period.DAY,
            Usd.of("50"),
            null,
            Action.PAUSE,
            List.of(),
            List.of(),
            Resume.MANUAL,
            Mode.ENFORCE);
    Policy observed =
        new Policy(
            AGENT.value(),
            1,
            Applies.EACH,
            UTC,
            List.of(own),
            InFlight.PARK,
            Unpriced.ASSUME,
            null,
            Mode.OBSERVE);
    spend(AccountKey.agent(AGENT), Period.DAY, "51");
    assertThat(after(observed).directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void remainingIsTheLeastOverAllRulesThatStopAndNeverBelowZero() {
    spend(AccountKey.agent(AGENT), Period.DAY, "48");
    spend(AccountKey.agent(AGENT), Period.MONTH, "48");
    Policy policy =
        policy(
            rule(Period.DAY, "50", Action.PAUSE),
            rule(Period.MONTH, "500", Action.KILL),
            rule(Period.DAY, "1", Action.ALERT));
    assertThat(after(policy).remaining()).isEqualTo(Usd.of("2"));
    spend(AccountKey.agent(AGENT), Period.DAY, "53");
    assertThat(after(policy).remaining()).isEqualTo(Usd.ZERO);
  }

  @Test
  void anAgentUnderNoRuleAlertsOnceADay() {
    Policy none = Policy.unlimited(AGENT.value(), UTC, Usd.of("5"));
    spend(AccountKey.agent(AGENT), Period.DAY, "5");
    Decision decision = after(none);
    assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decision.crossings()).extracting(Crossing::threshold).containsExactly(100);
    raise(AccountKey.agent(AGENT), Period.DAY, decision);
    assertThat(after(none).crossings()).isEmpty();
  }

  @Test
  void aHugeLimitDoesNotOverflowItsThresholds() {
    spend(AccountKey.agent(AGENT), Period.DAY, "9000000000");
    Decision decision = after(policy(rule(Period.DAY, "9000000001", Action.PAUSE)));
    assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decision.crossings()).extracting(Crossing::threshold).containsExactly(80);
  }

  private Decision after(Policy policy) {
    return decide(policy, PATH, Asked.NOTHING);
  }

  private Decision decide(Policy policy, Path path, Asked asked) {
    return PolicyEngine.decide(
        List.of(policy),
        path,
        (account, period, zone, window) ->
            balances.getOrDefault(key(account, period), Balance.EMPTY),
        asked,
        NOON);
  }

  private static Policy policy(Rule... rules) {
    return Policy.of(AGENT.value(), 1, UTC, List.of(rules));
  }

  private static Policy total(Rule... rules) {
    return new Policy(
        ORG.value(),
        1,
        Applies.TOTAL,
        UTC,
        List.of(rules),
        InFlight.PARK,
        Unpriced.ASSUME,
        null,
        Mode.ENFORCE);
  }

  private static Rule rule(Period period, String limit, Action action) {
    return Rule.of(period, Usd.of(limit), action);
  }

  private void spend(AccountKey account, Period period, String amount) {
    Balance old = balances.getOrDefault(key(account, period), Balance.EMPTY);
    balances.put(
        key(account, period),
        new Balance(Usd.of(amount), old.pending(), old.granted(), old.grants(), 0, old.raised()));
  }

  private void grant(AccountKey account, Period period, String amount) {
    Balance old = balances.get(key(account, period));
    balances.put(
        key(account, period),
        new Balance(old.posted(), old.pending(), Usd.of(amount), 1, 0, old.raised()));
  }

  private void raise(AccountKey account, Period period, Decision decision) {
    Balance old = balances.get(key(account, period));
    Set<String> raised = new java.util.HashSet<>(old.raised());
    decision.crossings().forEach(crossing -> raised.add(crossing.raisedKey()));
    balances.put(
        key(account, period),
        new Balance(old.posted(), old.pending(), old.granted(), old.grants(), 0, raised));
  }

  private static String key(AccountKey account, Period period) {
    return account + "/" + period;
  }
}
