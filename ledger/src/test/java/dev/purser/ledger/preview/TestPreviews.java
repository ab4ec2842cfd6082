package dev.purser.ledger.preview;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.preview.Past;
import dev.purser.domain.preview.Preview;
import dev.purser.domain.preview.PreviewText;
import dev.purser.domain.preview.Rehearsal;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.policies.Owner;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestPreviews {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant FROM = Instant.parse("2026-11-12T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-22T00:00:00Z");

  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT).agent(OTHER).agent(STRANGER);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void spent(AgentAddress agent, String quarter, String cost) {
    facts.rolledUp(agent, null, "", "m", Instant.parse("2026-11-" + quarter + ":00Z"), cost, 1);
  }

  private static Rule day(String limit) {
    return Rule.of(Period.DAY, Usd.of(limit), Action.PAUSE);
  }

  private Preview ofBot(Rule... rules) {
    return ledger
        .previews()
        .run(Owner.of(BOT), Policy.of(BOT.value(), 0, UTC, List.of(rules)), FROM, TO);
  }

  private Preview of(Scope scope, Applies applies, Rule... rules) {
    Policy policy =
        new Policy(
            scope.value(),
            0,
            applies,
            UTC,
            List.of(rules),
            InFlight.PARK,
            Unpriced.ASSUME,
            null,
            Mode.ENFORCE);
    return ledger.previews().run(Owner.of(scope), policy, FROM, TO);
  }

  @Test
  void saysWhatAPolicyWouldHaveDone() {
    facts.rolledUp(BOT, null, "", "other", Instant.parse("2026-11-12T02:15:00Z"), "40.40", 1);
    spent(BOT, "12T01:00", "30");
    spent(BOT, "12T02:15", "20");
    spent(BOT, "12T23:45", "100");
    spent(BOT, "13T00:00", "112");
    spent(BOT, "15T09:00", "60");
    spent(OTHER, "12T01:00", "999");
    Preview preview = ofBot(day("50"));
    assertThat(PreviewText.sentence(preview, UTC))
        .isEqualTo("would have paused 3 times, first on 12 Nov at 02:15 UTC, and stopped $212.40");
    assertThat(preview.spent()).isEqualTo(Usd.of("362.40"));
  }

  @Test
  void looksFromItsBeginningToItsEndAndNoFurther() {
    spent(BOT, "11T23:45", "1");
    spent(BOT, "12T00:00", "2");
    spent(BOT, "21T23:45", "4");
    spent(BOT, "22T00:00", "8");
    assertThat(ofBot(day("50")).spent()).isEqualTo(Usd.of("6"));
  }

  @Test
  void ofAScopeIsRunOverEachAgentThatItWouldGovern() {
    AgentAddress own = new AgentAddress("agent://myorg/production/own");
    AgentAddress lab = new AgentAddress("agent://myorg/lab/bot");
    for (AgentAddress agent : List.of(BOT, OTHER, own, lab, STRANGER)) {
      spent(agent, "12T01:00", "60");
    }
    ledger.policies().put(Policy.of(own.value(), 0, UTC, List.of(day("1"))), null, "admin");
    ledger
        .policies()
        .put(Policy.of("agent://myorg/lab/*", 0, UTC, List.of(day("1"))), null, "admin");
    ledger.policies().put(Policy.of("*", 0, UTC, List.of(day("1"))), null, "admin");
    Preview preview = of(MYORG, Applies.EACH, day("50"));
    assertThat(preview.pauses()).isEqualTo(2);
    assertThat(preview.stopped()).isEqualTo(Usd.of("20"));
    assertThat(preview.first().agent()).isEqualTo(BOT);
  }

  @Test
  void ofATotalIsRunOverTheSumOfAllAgents() {
    for (AgentAddress agent : List.of(BOT, OTHER, STRANGER)) {
      spent(agent, "12T01:00", "60");
    }
    ledger.policies().put(Policy.of(BOT.value(), 0, UTC, List.of(day("1"))), null, "admin");
    Preview preview = of(MYORG, Applies.TOTAL, day("100"));
    assertThat(preview.stopped()).isEqualTo(Usd.of("20"));
    assertThat(preview.first().agent()).isNull();
    assertThat(of(Scope.ALL, Applies.TOTAL, day("100")).stopped()).isEqualTo(Usd.of("80"));
  }

  @Test
  void anAgentThatIsNotThereHasNoPast() {
    Policy policy = Policy.of("agent://no/body", 0, UTC, List.of());
    Owner nobody = Owner.of("agent://no/body");
    assertThatThrownBy(() -> ledger.previews().run(nobody, policy, FROM, TO))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("agent://no/body");
  }

  @Test
  void tellsTheEngineWhatHappenedInTheOrderInWhichItDid() {
    Random random = new Random(7);
    List<Past> past = new ArrayList<>();
    for (AgentAddress agent : List.of(BOT, OTHER)) {
      past.addAll(happened(random, agent));
    }
    Rule tooMany =
        new Rule(Period.DAY, null, 6L, Action.BLOCK, List.of(), List.of(), Resume.MANUAL, null);
    Rule burn = Rule.burn(new BurnLimit(Usd.of("40"), 5), Action.PAUSE);
    List<List<Rule>> policies =
        List.of(
            List.of(day("30")),
            List.of(burn, Rule.of(Period.TASK, Usd.of("9"), Action.PAUSE)),
            List.of(Rule.of(Period.INTENT, Usd.of("5"), Action.KILL), day("60")),
            List.of(Rule.of(Period.TREE, Usd.of("7"), Action.PAUSE), tooMany),
            List.of(tooMany, burn, Rule.of(Period.WEEK, Usd.of("250"), Action.BLOCK)));
    for (List<Rule> rules : policies) {
      Policy policy = Policy.of(MYORG.value(), 0, UTC, rules);
      Rehearsal rehearsal = new Rehearsal(policy);
      past.forEach(rehearsal::take);
      Preview told = rehearsal.preview();
      assertThat(told.stopped().isPositive()).isTrue();
      assertThat(ledger.previews().run(Owner.of(MYORG), policy, FROM, TO))
          .as("%s", rules)
          .isEqualTo(told);
    }
  }

  /** What happened in three days, written down as Intake would, and as the engine is told it. */
  private List<Past> happened(Random random, AgentAddress agent) {
    List<Past> past = new ArrayList<>();
    List<UUID> intents = new ArrayList<>();
    for (int q = 0; q < 3 * 96; q++) {
      Instant quarter = FROM.plusSeconds(900L * q);
      if (q % 12 == 0) {
        boolean child = !intents.isEmpty() && random.nextBoolean();
        String task = "ticket-" + random.nextInt(3);
        UUID root = child ? root(past, random.nextInt(intents.size())) : null;
        UUID intent = facts.intent(agent, task, root);
        facts.execute(
            "update intent set created_at = ? where id = ?",
            quarter.plusSeconds(random.nextInt(900)).atOffset(ZoneOffset.UTC),
            intent);
        intents.add(intent);
        past.add(
            new Past.Created(quarter, agent, intent, root == null ? intent : root, task, false));
      }
      for (UUID intent : choose(random, intents)) {
        Past.Created of = created(past, intent);
        int cents = 10 + random.nextInt(300);
        Usd cost = Usd.ofNanos(cents * 10_000_000L);
        facts.rolledUp(
            agent, intent, of.task(), "a", quarter, cost.toBigDecimal().toPlainString(), 1);
        facts.rolledUp(agent, intent, of.task(), "b", quarter, "0.01", 1);
        past.add(
            new Past.Spent(
                quarter, agent, intent, of.root(), of.task(), false, cost.plus(Usd.of("0.01"))));
      }
    }
    return past;
  }

  private static List<UUID> choose(Random random, List<UUID> intents) {
    return intents.stream()
        .filter(unused -> random.nextInt(12) == 0)
        // As the database orders them: by their bytes, not as Java's signed halves.
        .sorted(Comparator.comparing(UUID::toString))
        .toList();
  }

  private static Past.Created created(List<Past> past, UUID intent) {
    return past.stream()
        .filter(each -> each instanceof Past.Created)
        .map(each -> (Past.Created) each)
        .filter(each -> each.intent().equals(intent))
        .findFirst()
        .orElseThrow();
  }

  private static UUID root(List<Past> past, int index) {
    List<Past> created = past.stream().filter(each -> each instanceof Past.Created).toList();
    return created.get(index).root();
  }
}
