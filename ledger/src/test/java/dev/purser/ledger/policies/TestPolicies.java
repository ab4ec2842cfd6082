package dev.purser.ledger.policies;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Applies;
import dev.purser.domain.policy.InFlight;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.policy.Unpriced;
import dev.purser.domain.window.Period;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestPolicies {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Rule RULE = Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE);
  private static final Owner OWNER = Owner.of(BOT);

  private Ledger ledger;
  private Facts facts;
  private Policies policies;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
    policies = ledger.policies();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void countsVersionsAndKeepsThemAll() {
    assertThat(policies.get(OWNER)).isEmpty();
    assertThat(policies.put(policy(RULE), 0L, "ann").version()).isEqualTo(1);
    assertThat(policies.put(policy(), 1L, "bob").version()).isEqualTo(2);
    assertThat(policies.get(OWNER).orElseThrow().policy()).isEqualTo(withVersion(2));
    assertThat(policies.version(OWNER, 1).orElseThrow().policy()).isEqualTo(withVersion(1, RULE));
    Page<PolicyVersion> newest = policies.versions(OWNER, 1, null);
    assertThat(newest.items()).extracting(PolicyVersion::actor).containsExactly("bob");
    assertThat(policies.versions(OWNER, 1, newest.next()).items())
        .extracting(PolicyVersion::actor)
        .containsExactly("ann");
  }

  @Test
  void anAgentComesIntoBeingWithItsPolicyAndItsAccountSaysWhichVersion() {
    policies.put(policy(RULE), null, "ann");
    policies.put(policy(), null, "ann");
    assertThat(facts.one(Long.class, "select policy_version from account where kind = 'agent'"))
        .isEqualTo(2);
    assertThat(ledger.events().list(BOT.value(), null, 10, null).items())
        .extracting(MeshEvent::eventType)
        .containsExactly("agent.policy_changed", "agent.policy_changed", "agent.created");
    assertThat(facts.one(String.class, "select workflow_id from carriage where lane = 0"))
        .isEqualTo("agent/" + BOT);
  }

  @Test
  void refusesToReplaceAVersionThatIsNoLongerInForce() {
    policies.put(policy(RULE), null, "ann");
    policies.put(policy(), 1L, "bob");
    assertThatThrownBy(() -> policies.put(policy(RULE), 1L, "ann"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Refused.Code.STALE);
              assertThat(refused.details()).containsEntry("version", 2L);
            });
    assertThat(policies.get(OWNER).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aDeletedPolicyIsGoneButItsVersionsStay() {
    policies.put(policy(RULE), null, "ann");
    assertThat(policies.delete(OWNER, 1L, "ann").version()).isEqualTo(2);
    assertThat(policies.get(OWNER)).isEmpty();
    assertThat(policies.version(OWNER, 1)).isPresent();
    assertThatThrownBy(() -> policies.delete(OWNER, null, "ann"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.NOT_FOUND));
    assertThat(policies.put(policy(RULE), 0L, "ann").version()).isEqualTo(3);
  }

  @Test
  void deletingWhatIsNotThereCreatesNoAgent() {
    assertThatThrownBy(() -> policies.delete(OWNER, null, "ann")).isInstanceOf(Refused.class);
    assertThat(ledger.agents().get(BOT)).isEmpty();
  }

  @Test
  void aTotalBeginsWithTheSumsOfAllAgentsBelow() {
    Instant quarter = Instant.parse("2026-03-02T10:15:00Z");
    facts.agent(BOT).agent(OTHER).agent(STRANGER);
    facts.posted(AccountKey.agent(BOT), Usd.of("3"), quarter);
    facts.posted(AccountKey.agent(OTHER), Usd.of("4"), quarter);
    facts.posted(AccountKey.agent(OTHER), Usd.of("1"), quarter.plusSeconds(900));
    facts.posted(AccountKey.agent(STRANGER), Usd.of("100"), quarter);
    policies.put(total(), null, "ann");
    assertThat(facts.one(Long.class, "select posted from account where kind = 'scope'"))
        .isEqualTo(Usd.of("8").nanos());
    assertThat(
            facts.one(
                Long.class,
                "select sum(q.posted) from quarter_sum q join account a on a.id = q.account_id"
                    + " where a.kind = 'scope' and quarter = ?",
                quarter.atOffset(ZoneOffset.UTC)))
        .isEqualTo(Usd.of("7").nanos());
    assertThat(facts.one(Long.class, "select count(*) from carriage where lane = 0")).isEqualTo(2);
  }

  @Test
  void aTotalWrittenAgainKeepsItsSums() {
    facts.agent(BOT).posted(AccountKey.agent(BOT), Usd.of("3"), Instant.EPOCH);
    policies.put(total(), null, "ann");
    facts.posted(AccountKey.scope(MYORG), Usd.of("5"), Instant.EPOCH);
    policies.put(total(), null, "ann");
    assertThat(facts.one(Long.class, "select posted from account where kind = 'scope'"))
        .isEqualTo(Usd.of("8").nanos());
  }

  private static Policy policy(Rule... rules) {
    return Policy.of(BOT.value(), 0, UTC, List.of(rules));
  }

  private static Policy withVersion(long version, Rule... rules) {
    return Policy.of(BOT.value(), version, UTC, List.of(rules));
  }

  private static Policy total() {
    return new Policy(
        MYORG.value(),
        0,
        Applies.TOTAL,
        UTC,
        List.of(RULE),
        InFlight.PARK,
        Unpriced.ASSUME,
        null,
        Mode.ENFORCE);
  }
}
