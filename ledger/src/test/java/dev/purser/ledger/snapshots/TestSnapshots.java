package dev.purser.ledger.snapshots;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.HoldKind;
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
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.messages.Notifications;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestSnapshots {
  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void anIntentsHalfHasItsSumsItsLimitsAndWhatHoldsItItsTaskAndItsTree() {
    UUID root = facts.intent(BOT, null, null);
    UUID id = facts.intent(BOT, "ticket", root);
    rules(
        Rule.of(Period.TASK, Usd.of("5"), Action.PAUSE),
        Rule.of(Period.TREE, Usd.of("8"), Action.PAUSE),
        Rule.of(Period.INTENT, Usd.of("1"), Action.ALERT));
    ledger.intents().change(id, new Intents.IntentChange(Usd.of("4"), null, null));
    facts.posted(AccountKey.intent(id), Usd.of("3"), now());
    facts.posted(AccountKey.task(BOT, "ticket"), Usd.of("4.5"), now());
    facts.posted(AccountKey.tree(root), Usd.of("3"), now());
    facts.hold(AccountKey.task(BOT, "ticket"), "PARK");
    facts.hold(AccountKey.tree(root), "KILL");
    facts.rolledUp(BOT, id, "ticket", "gpt-4o", now(), "2", 5);
    facts.rolledUp(BOT, id, "ticket", "gpt-4", now(), "1", 7);
    IntentSnapshot.IntentHalf half = ledger.snapshots().intent(id).orElseThrow().half();
    assertThat(half.cost()).isEqualTo(Usd.of("3"));
    assertThat(half.limit()).isEqualTo(Usd.of("4"));
    assertThat(half.remaining()).isEqualTo(Usd.of("0.5"));
    assertThat(half.version()).isEqualTo(4);
    assertThat(half.holds())
        .extracting(hold -> hold.hold().kind() + " " + hold.directive())
        .containsExactlyInAnyOrder("TASK PARK", "TREE KILL");
    assertThat(half.holds().get(0).hold().holder()).isEqualTo("ticket");
    assertThat(half.models())
        .containsExactly(
            new IntentSnapshot.ModelSpend("gpt-4o", Usd.of("2"), 5),
            new IntentSnapshot.ModelSpend("gpt-4", Usd.of("1"), 7));
    assertThat(half.budgets()).hasSize(4);
  }

  @Test
  void anAgentsHalfHasItsStatusItsWindowsAndWhatHoldsItAndTheScopesAbove() {
    UUID id = facts.intent(BOT, null, null);
    rules(
        Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE),
        Rule.of(Period.HOUR, Usd.of("20"), Action.KILL));
    facts.posted(AccountKey.agent(BOT), Usd.of("15"), now());
    facts.hold(AccountKey.agent(BOT), "PARK");
    ledger.scopeHolds().pause(MYORG, "ann", "freeze");
    IntentSnapshot snapshot = ledger.snapshots().intent(id).orElseThrow();
    IntentSnapshot.AgentHalf half = snapshot.agent();
    assertThat(ledger.snapshots().agent(BOT)).contains(half);
    assertThat(half.status()).isEqualTo(AgentStatus.ACTIVE);
    assertThat(half.today()).isEqualTo(Usd.of("15"));
    assertThat(half.tightest().remaining()).isEqualTo(Usd.of("5"));
    assertThat(half.version()).isEqualTo(3);
    assertThat(half.holds())
        .extracting(hold -> hold.hold().kind())
        .containsExactly(HoldKind.AGENT, HoldKind.SCOPE);
    assertThat(half.holds().get(1).hold().actor()).isEqualTo("ann");
    assertThat(half.holds().get(0).directive()).isEqualTo(Directive.PARK);
    assertThat(snapshot.half().holds()).isEmpty();
  }

  @Test
  void theOrderAloneIsTheOneOfTheWholeSnapshot() {
    UUID root = facts.intent(BOT, null, null);
    UUID id = facts.intent(BOT, "ticket", root);
    assertThat(ledger.snapshots().order(UUID.randomUUID())).isEmpty();
    List<Runnable> holds =
        List.of(
            () -> facts.hold(AccountKey.tree(root), "PARK"),
            () -> ledger.scopeHolds().pause(MYORG, "ann", "freeze"),
            () -> facts.hold(AccountKey.agent(BOT), "PARK"),
            () -> facts.hold(AccountKey.task(BOT, "ticket"), "KILL"));
    for (Runnable hold : holds) {
      hold.run();
      IntentSnapshot snapshot = ledger.snapshots().intent(id).orElseThrow();
      assertThat(snapshot.order().directive()).isNotEqualTo(Directive.CONTINUE);
      assertThat(ledger.snapshots().order(id))
          .contains(new IntentOrder(snapshot.intent(), snapshot.order()));
    }
  }

  @Test
  void anAgentHearsWhoIsStillToBeToldOldestFirstAndItsIntentsDoNot() {
    UUID intent = facts.intent(BOT, null, null);
    long first = facts.notification(BOT, "ann@company.com");
    long second = facts.notification(BOT, "bob@company.com");
    facts.notification(OTHER, "ann@company.com");
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().untold())
        .extracting(Notifications.Pending::id)
        .containsExactly(first, second);
    assertThat(ledger.snapshots().intent(intent).orElseThrow().agent().untold()).isEmpty();
    ledger.notifications().giveUp(first);
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().untold())
        .extracting(Notifications.Pending::id)
        .containsExactly(second);
  }

  @Test
  void noMoreAreHandedOutThanAWorkflowCanHaveInHand() {
    for (int i = 0; i < Notifications.MOST_PENDING + 1; i++) {
      facts.notification(BOT, "ops-" + i);
    }
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().untold())
        .hasSize(Notifications.MOST_PENDING);
  }

  @Test
  void anAgentsHalfSaysTheLeastThatItsPoliciesAllowWhilePurserIsAway() {
    facts.agent(BOT);
    rules();
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().offline()).isNull();
    offline(BOT.value(), Applies.EACH, "3");
    offline(MYORG.value(), Applies.TOTAL, "0.25");
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().offline()).isEqualTo(Usd.of("0.25"));
    offline(MYORG.value(), Applies.TOTAL, "5");
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().offline()).isEqualTo(Usd.of("3"));
  }

  private void offline(String owner, Applies applies, String usd) {
    ledger
        .policies()
        .put(
            new Policy(
                owner,
                0,
                applies,
                ZoneOffset.UTC,
                List.of(),
                InFlight.PARK,
                Unpriced.ASSUME,
                Usd.of(usd),
                Mode.ENFORCE),
            null,
            "ann");
  }

  @Test
  void aHoldWhoseWindowHasEndedHoldsNoMore() {
    facts.agent(BOT);
    facts.hold(AccountKey.agent(BOT), "PARK");
    facts.execute("update hold set until = now() - interval '1 second'");
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().holds()).isEmpty();
  }

  @Test
  void everyChangeRaisesAVersionAndStrangersHaveNone() {
    facts.agent(BOT);
    long before = ledger.snapshots().agent(BOT).orElseThrow().version();
    rules(Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE));
    assertThat(ledger.snapshots().agent(BOT).orElseThrow().version()).isEqualTo(before + 1);
    assertThat(ledger.snapshots().intent(UUID.randomUUID())).isEmpty();
  }

  private void rules(Rule... rules) {
    ledger.policies().put(Policy.of(BOT.value(), 0, ZoneOffset.UTC, List.of(rules)), null, "ann");
  }

  private static Instant now() {
    return Windows.quarter(Instant.now());
  }
}
