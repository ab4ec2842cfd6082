package dev.purser.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.domain.InvalidFieldException;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Decision.Refusal;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestBurnRules {
  private static final AgentAddress AGENT = new AgentAddress("agent://myorg/production/bot");
  private static final Scope ORG = new Scope("agent://myorg/*");
  private static final Path PATH = Path.of(AGENT, null, null, null, List.of(ORG));
  private static final Instant NOW = Instant.parse("2026-11-20T23:07:42Z");

  private final Map<AccountKey, Usd> burned = new HashMap<>();
  private final Minutes minutes = new Minutes();

  /** Answers with what a test says was posted, and remembers from when on that was asked. */
  private final class Minutes implements Balances {
    private Set<String> raised = Set.of();
    private Instant from = Instant.EPOCH;
    private TimeWindow window;

    @Override
    public Balance of(AccountKey account, Period period, ZoneId zone, TimeWindow asked) {
      window = asked;
      return new Balance(Usd.of("900"), Usd.of("900"), Usd.of("5"), 3, 0, raised);
    }

    @Override
    public Usd burnRate(AccountKey account, BurnLimit burn, Instant now) {
      from = burn.since(now);
      return burn.rate(burned.getOrDefault(account, Usd.ZERO));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // posted in so many minutes, usd_per_hour, reached
    "1.666666666, 5, 20, false",
    "1.666666667, 5, 20, true",
    "2, 6, 20, true",
    "19.999999999, 60, 20, false",
    "20, 60, 20, true",
    "0.333333333, 1, 20, false",
    "0.333333334, 1, 20, true",
    "-3, 5, 20, false",
    "0, 5, 0.000000001, false",
    "9000000000, 1, 9000000000, true",
  })
  void isReachedAtTheNanoDollarThatMakesTheRate(
      String posted, int over, String perHour, boolean reached) {
    burned.put(AccountKey.agent(AGENT), Usd.of(posted));
    Decision decision = decide(policy(burn(perHour, over, Action.PAUSE)), Asked.NOTHING);
    assertThat(decision.directive()).isEqualTo(reached ? Directive.PARK : Directive.CONTINUE);
    assertThat(decision.crossings()).hasSize(reached ? 1 : 0);
  }

  @Test
  void theRateIsWhatIsSpentAndTheRuleWhatIsTheLimit() {
    burned.put(AccountKey.agent(AGENT), Usd.of("2.2"));
    Decision decision = decide(policy(burn("20", 5, Action.KILL)), Asked.NOTHING);
    Reached by = decision.by();
    assertThat(decision.directive()).isEqualTo(Directive.KILL);
    assertThat(by.spent()).isEqualTo(Usd.of("26.4"));
    assertThat(by.limit()).isEqualTo(Usd.of("20"));
    assertThat(by.rule().key()).isEqualTo("burn $20.00/hour over 5 minutes kill");
    assertThat(decision.remaining()).as("a rate leaves no sum to spend").isNull();
  }

  @Test
  void looksAtSoManyMinutesOfTheClockTheRunningOneAmongThem() {
    decide(policy(burn("20", 5, Action.ALERT)), Asked.NOTHING);
    assertThat(minutes.from).isEqualTo("2026-11-20T23:03:00Z");
    decide(policy(burn("20", 1, Action.ALERT)), Asked.NOTHING);
    assertThat(minutes.from).isEqualTo("2026-11-20T23:07:00Z");
  }

  @Test
  void isRaisedOnceInAnHourOfThePolicysZoneWhateverIsGranted() {
    burned.put(AccountKey.agent(AGENT), Usd.of("2"));
    Policy policy =
        Policy.of(
            AGENT.value(), 1, ZoneId.of("Asia/Kathmandu"), List.of(burn("20", 5, Action.ALERT)));
    Decision first = decide(policy, Asked.NOTHING);
    assertThat(first.crossings()).extracting(Crossing::threshold).containsExactly(Rule.LIMIT);
    // Kathmandu's hours begin at a quarter past London's.
    assertThat(minutes.window)
        .isEqualTo(
            new TimeWindow(
                Instant.parse("2026-11-20T22:15:00Z"), Instant.parse("2026-11-20T23:15:00Z")));
    minutes.raised = Set.of(first.crossings().get(0).raisedKey());
    assertThat(decide(policy, Asked.NOTHING).crossings()).isEmpty();
  }

  @Test
  void stopsOnEvenThoughItWasRaised() {
    burned.put(AccountKey.agent(AGENT), Usd.of("2"));
    Policy policy = policy(burn("20", 5, Action.PAUSE));
    minutes.raised = Set.of(decide(policy, Asked.NOTHING).crossings().get(0).raisedKey());
    assertThat(decide(policy, Asked.NOTHING).directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void refusesWhatIsAskedWhileItIsReachedAndCountsNothingThatIsOnlyAsked() {
    Policy policy = policy(burn("20", 5, Action.PAUSE));
    Asked much = Asked.authorization(Usd.of("500"));
    assertThat(decide(policy, much).refusal()).isNull();
    burned.put(AccountKey.agent(AGENT), Usd.of("2"));
    assertThat(decide(policy, much).refusal()).isEqualTo(Refusal.LIMIT);
    assertThat(decide(policy(burn("20", 5, Action.ALERT)), much).refusal()).isNull();
  }

  @Test
  void ofATotalLooksAtTheSumOfTheScope() {
    burned.put(AccountKey.scope(ORG), Usd.of("2"));
    Policy each = policy(burn("20", 5, Action.PAUSE));
    Policy total =
        new Policy(
            ORG.value(),
            1,
            Applies.TOTAL,
            ZoneId.of("UTC"),
            each.rules(),
            InFlight.PARK,
            Unpriced.ASSUME,
            null,
            Mode.ENFORCE);
    assertThat(decide(each, Asked.NOTHING).directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decide(total, Asked.NOTHING).by().account()).isEqualTo(AccountKey.scope(ORG));
  }

  @Test
  void observingRecordsAndDoesNothing() {
    burned.put(AccountKey.agent(AGENT), Usd.of("2"));
    Rule observing =
        Rule.burn(
            new BurnLimit(Usd.of("20"), 5), Action.KILL, List.of(), Resume.MANUAL, Mode.OBSERVE);
    Decision decision = decide(policy(observing), Asked.NOTHING);
    assertThat(decision.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(decision.crossings()).singleElement().matches(crossing -> !crossing.at().enforced());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, usd_per_hour",
    "-1, 5, usd_per_hour",
    "1, 0, over_minutes",
    "1, 61, over_minutes"
  })
  void namesThePartThatIsWrong(String perHour, int over, String field) {
    InvalidFieldException wrong =
        catchThrowableOfType(
            InvalidFieldException.class, () -> new BurnLimit(Usd.of(perHour), over));
    assertThat(wrong.field()).isEqualTo(field);
  }

  @Test
  void differsFromEveryOtherRuleByItsKey() {
    assertThat(
            List.of(
                burn("20", 5, Action.PAUSE).key(),
                burn("20", 6, Action.PAUSE).key(),
                burn("21", 5, Action.PAUSE).key(),
                burn("20", 5, Action.KILL).key(),
                Rule.of(Period.HOUR, Usd.of("20"), Action.PAUSE).key()))
        .doesNotHaveDuplicates();
  }

  @Test
  void whoResumesAfterItNeedsNoBudget() {
    assertThat(Rule.needsBudget(burn("20", 5, Action.PAUSE).key())).isFalse();
    assertThat(Rule.needsBudget(Rule.of(Period.DAY, Usd.of("20"), Action.PAUSE).key())).isTrue();
    assertThat(Rule.needsBudget(null)).as("a person's word").isFalse();
  }

  private Decision decide(Policy policy, Asked asked) {
    return PolicyEngine.decide(List.of(policy), PATH, minutes, asked, NOW);
  }

  private static Policy policy(Rule rule) {
    return Policy.of(AGENT.value(), 1, ZoneId.of("UTC"), List.of(rule));
  }

  private static Rule burn(String perHour, int over, Action action) {
    return Rule.burn(new BurnLimit(Usd.of(perHour), over), action);
  }
}
