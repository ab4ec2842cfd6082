package dev.purser.ledger.messages;

import static dev.purser.ledger.Facts.BOT;
import static dev.purser.ledger.Facts.MYORG;
import static dev.purser.ledger.Facts.OTHER;
import static dev.purser.ledger.Facts.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.Windows;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.alerts.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestAlertContexts {
  private static final Rule RULE = Rule.of(Period.DAY, Usd.of("50"), Action.PAUSE);

  private final Instant quarter = Windows.quarter(Instant.now());
  private Ledger ledger;
  private Facts facts;

  @BeforeEach
  void open() {
    ledger = Ledger.open(TestDatabase.fresh());
    facts = new Facts(ledger).agent(BOT);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Alert alert(AccountKey account, int threshold) {
    return ledger.alerts().find(facts.alert(account, BOT, RULE, threshold)).orElseThrow();
  }

  private AlertContext of(AccountKey account) {
    return ledger.alertContexts().of(alert(account, 100));
  }

  private static AlertContext.Part part(String what, String cost) {
    return new AlertContext.Part(what, Usd.of(cost));
  }

  @Test
  void anAgentsMoneyOfTheWindowIsToldByModelAndSoIsItsLastHour() {
    facts.rolledUp(BOT, null, "", "gpt-4o", quarter, "3", 1);
    facts.rolledUp(BOT, null, "", "", quarter, "1", 1);
    facts.rolledUp(OTHER, null, "", "gpt-4o", quarter, "90", 1);
    Instant before =
        Windows.at(Period.DAY, ZoneOffset.UTC, quarter).start().minus(Duration.ofHours(2));
    facts.rolledUp(BOT, null, "", "gpt-4", before, "7", 1);
    minute(AccountKey.agent(BOT), Duration.ZERO, "4");
    AlertContext context = of(AccountKey.agent(BOT));
    assertThat(context.parts()).containsExactly(part("gpt-4o", "3"), part("no model named", "1"));
    assertThat(context.total()).isEqualTo(Usd.of("4"));
    assertThat(context.lastHour()).isEqualTo(Usd.of("4"));
  }

  @Test
  void theLastHourLeavesOutWhatIsOlder() {
    minute(AccountKey.agent(BOT), Duration.ZERO, "1");
    minute(AccountKey.agent(BOT), Duration.ofMinutes(30), "2");
    minute(AccountKey.agent(BOT), Duration.ofMinutes(62), "4");
    assertThat(of(AccountKey.agent(BOT)).lastHour()).isEqualTo(Usd.of("3"));
    UUID intent = facts.intent(BOT, "ticket", null);
    facts.rolledUp(BOT, intent, "", "m", quarter, "8", 1);
    facts.rolledUp(BOT, intent, "", "m", quarter.minus(Duration.ofMinutes(75)), "16", 1);
    assertThat(of(AccountKey.intent(intent)).lastHour()).as("of calls").isEqualTo(Usd.of("8"));
  }

  private void minute(AccountKey account, Duration ago, String posted) {
    facts.execute(
        "insert into minute_sum select id, date_trunc('minute', now()) - cast(? as interval), ?"
            + " from account where kind = ? and name = ?",
        ago.toMinutes() + " minutes",
        Usd.of(posted).nanos(),
        account.kind().wire(),
        account.name());
  }

  @Test
  void whatCameLateIsAPartOfItsOwn() {
    facts.rolledUp(BOT, null, "", "gpt-4o", quarter, "3", 1);
    facts.posted(AccountKey.agent(BOT), Usd.of("10"), quarter);
    facts.execute("update quarter_sum set assumed = 2000000000");
    facts.execute(
        "insert into late_sum select account_id, quarter, quarter - interval '3 days', 7000000000"
            + " from quarter_sum");
    AlertContext context = of(AccountKey.agent(BOT));
    assertThat(context.late()).isEqualTo(Usd.of("7"));
    assertThat(context.assumed()).isEqualTo(Usd.of("2"));
    assertThat(context.parts())
        .containsExactly(part("calls from before the window", "7"), part("gpt-4o", "3"));
    assertThat(context.total()).isEqualTo(Usd.of("10"));
  }

  @Test
  void tellsWhetherWorkInHandMayFinish() {
    Alert alert = alert(AccountKey.agent(BOT), 100);
    facts.hold(AccountKey.agent(BOT), "PARK");
    facts.execute("update hold set decision_id = ?", alert.id());
    assertThat(ledger.alertContexts().of(alert).finishes()).isFalse();
    facts.execute("update hold set in_flight = 'finish'");
    assertThat(ledger.alertContexts().of(alert).finishes()).isTrue();
  }

  @Test
  void whoIsStoppedByAnythingIsToldSo() {
    UUID intent = facts.intent(BOT, "ticket", null);
    assertThat(of(AccountKey.intent(intent)).stopped()).isFalse();
    facts.hold(AccountKey.agent(BOT), "PARK");
    assertThat(of(AccountKey.intent(intent)).stopped()).isTrue();
    assertThat(of(AccountKey.intent(intent)).held()).as("not what a resume of it lifts").isFalse();
  }

  @Test
  void aScopesMoneyIsToldByAgent() {
    facts.agent(OTHER).agent(STRANGER);
    ledger
        .jdbi()
        .useTransaction(handle -> Accounts.ensure(handle, AccountKey.scope(MYORG), "test"));
    facts.rolledUp(BOT, null, "", "a", quarter, "1", 1);
    facts.rolledUp(BOT, null, "", "b", quarter, "2", 1);
    facts.rolledUp(OTHER, null, "", "a", quarter, "5", 1);
    facts.rolledUp(STRANGER, null, "", "a", quarter, "100", 1);
    minute(AccountKey.scope(MYORG), Duration.ZERO, "8");
    AlertContext context = of(AccountKey.scope(MYORG));
    assertThat(context.parts()).containsExactly(part(OTHER.value(), "5"), part(BOT.value(), "3"));
    assertThat(context.lastHour()).isEqualTo(Usd.of("8"));
  }

  @Test
  void anIntentsATasksAndATreesMoneyAreTheirOwn() {
    UUID root = facts.intent(BOT, "ticket", null);
    UUID child = facts.intent(OTHER, null, root);
    facts.rolledUp(BOT, root, "ticket", "a", quarter, "1", 1);
    facts.rolledUp(OTHER, child, "", "b", quarter, "2", 1);
    facts.rolledUp(BOT, null, "ticket", "c", quarter, "4", 1);
    facts.rolledUp(BOT, null, "", "d", quarter, "8", 1);
    assertThat(of(AccountKey.intent(root)).parts()).containsExactly(part("a", "1"));
    assertThat(of(AccountKey.tree(root)).parts()).containsExactly(part("b", "2"), part("a", "1"));
    assertThat(of(AccountKey.task(BOT, "ticket")).parts())
        .containsExactly(part("c", "4"), part("a", "1"));
  }

  @Test
  void onlyTheDearestAreNamedAndTheTotalIsOfAll() {
    for (int i = 1; i <= 7; i++) {
      facts.rolledUp(BOT, null, "", "m" + i, quarter, Integer.toString(i), 1);
    }
    AlertContext context = of(AccountKey.agent(BOT));
    assertThat(context.parts()).hasSize(5).first().isEqualTo(part("m7", "7"));
    assertThat(context.total()).isEqualTo(Usd.of("28"));
  }

  @Test
  void knowsWhatCanBeReleasedAndWhatCanBeKilled() {
    assertThat(of(AccountKey.agent(BOT)).held()).isFalse();
    assertThat(of(AccountKey.agent(BOT)).killable()).isTrue();
    facts.hold(AccountKey.agent(BOT), "KILL");
    assertThat(of(AccountKey.agent(BOT)).held()).isTrue();
    assertThat(of(AccountKey.agent(BOT)).killable()).isFalse();
    facts.execute("update hold set released_at = now()");
    assertThat(of(AccountKey.agent(BOT)).held()).isFalse();
    UUID intent = facts.intent(BOT, null, null);
    facts.hold(AccountKey.intent(intent), "KILL");
    assertThat(of(AccountKey.intent(intent)).held()).isFalse();
    assertThat(of(AccountKey.intent(intent)).killable()).isTrue();
    facts.execute("update intent set status = 'CANCELED'");
    assertThat(of(AccountKey.intent(intent)).killable()).isFalse();
  }

  @Test
  void aModelWithoutAPriceIsNamedAndNothingElseIsRead() {
    facts.rolledUp(BOT, null, "", "gpt-4o", quarter, "3", 1);
    long id = facts.alert(AccountKey.agent(BOT), BOT, RULE, 0);
    facts.execute(
        "update decision set window_start = '-infinity', window_end = 'infinity',"
            + " rule = rule || '{\"model\": \"new-model\"}' where id = ?",
        id);
    AlertContext context = ledger.alertContexts().of(ledger.alerts().find(id).orElseThrow());
    assertThat(context.parts()).containsExactly(part("new-model, which has no price", "40"));
  }
}
