package dev.purser.activities.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.messages.AlertContext;
import dev.purser.ledger.messages.Claim;
import dev.purser.ledger.messages.SignedLinks;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestAlertWriter {
  private static final Instant NOW = Instant.parse("2026-08-21T12:00:00Z");
  private static final AgentAddress BOT = AgentAddress.parse("acme/bot");
  private static final UUID INTENT = UUID.randomUUID();
  private static final SignedLinks LINKS = new SignedLinks(new byte[32]);

  private static final Claim.Part PART = new Claim.Part(3, 7, 80, 1, null);

  private final AlertWriter writer = new AlertWriter(URI.create("https://p.org/purser"));

  private static Alert alert(
      AccountKey account, Rule rule, int threshold, boolean enforced, String spent) {
    return alert(account, rule, rule.limit(), threshold, enforced, spent);
  }

  private static Alert alert(
      AccountKey account, Rule rule, Usd limit, int threshold, boolean enforced, String spent) {
    return new Alert(
        7,
        account,
        NOW.minus(Duration.ofHours(12)),
        NOW.plus(Duration.ofHours(12)),
        threshold,
        rule.action(),
        enforced,
        BOT.value(),
        1,
        rule,
        Usd.ofSum(new BigDecimal(spent)),
        limit,
        BOT.value(),
        INTENT,
        null,
        null,
        NOW,
        null,
        null,
        null,
        3,
        1,
        List.of());
  }

  private static Rule rule(Action action, String limit) {
    return Rule.of(Period.DAY, Usd.of(limit), action);
  }

  private AlertMessage write(Alert alert, String perHour, boolean held) {
    return write(alert, perHour, held, held);
  }

  private AlertMessage write(Alert alert, String perHour, boolean held, boolean stopped) {
    Usd late = Usd.of("30");
    AlertContext context =
        new AlertContext(
            Usd.ZERO,
            List.of(),
            late,
            Usd.of("2"),
            Usd.of(perHour),
            held,
            false,
            stopped,
            true,
            Usd.of("12.34"),
            1);
    return writer.alert(alert, context, PART, LINKS, "ops", NOW);
  }

  @Test
  void whoIsStoppedReachesNothing() {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 80, true, "40");
    assertThat(write(alert, "5", false, false).projectedAt()).isNotNull();
    assertThat(write(alert, "5", false, true).projectedAt()).isNull();
  }

  @Test
  void tellsWhatCameLateAndNeverMoreThanThereIs() {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 80, true, "40");
    assertThat(write(alert, "5", false).parts())
        .isEqualTo(new AlertMessage.Parts(Usd.of("30"), Usd.of("2")));
    Alert before = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 20, true, "10");
    assertThat(write(before, "5", false).parts().late()).isEqualTo(Usd.of("10"));
  }

  @ParameterizedTest
  @CsvSource({
    "40, 5, 2026-08-21T14:00:00Z",
    "40, 0.84, 2026-08-21T23:54:18Z",
    "40, 0.8, ",
    "40, 0, ",
    "40, 0.000000001, ",
    "50, 5, ",
    "60, 5, ",
  })
  void projectsTheLimitWithinTheWindowAndNothingBeyond(
      String spent, String perHour, Instant reached) {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 80, true, spent);
    assertThat(write(alert, perHour, false).projectedAt()).isEqualTo(reached);
  }

  @ParameterizedTest
  @CsvSource({
    "PAUSE, 80, true, alerted",
    "ALERT, 100, true, alerted",
    "ALERT, 100, false, alerted",
    "PAUSE, 100, true, paused",
    "KILL, 100, true, killed",
    "BLOCK, 100, true, blocked",
    "KILL, 100, false, observed",
  })
  void saysWhatWasDone(Action action, int threshold, boolean enforced, String taken) {
    Alert alert = alert(AccountKey.agent(BOT), rule(action, "50"), threshold, enforced, "50");
    assertThat(write(alert, "1", false).actionTaken()).isEqualTo(taken);
    assertThat(write(alert, "1", false).rule().mode())
        .isEqualTo(enforced ? Mode.ENFORCE : Mode.OBSERVE);
  }

  @Test
  void aResumeGrantsWhatTheLedgerSuggestsAndTheViewLeadsToTheAlert() {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 100, true, "50");
    AlertMessage.Links links = write(alert, "1", true).links();
    assertThat(links.resumeUsd()).isEqualTo(Usd.of("12.34"));
    assertThat(links.resume().toString()).startsWith("https://p.org/purser/link/");
    assertThat(links.view()).hasToString("https://p.org/purser/alerts/7");
  }

  @Test
  void whatMoreMoneyCannotReleaseHasNoResume() {
    AccountKey scope = AccountKey.scope(new Scope("agent://acme/*"));
    assertThat(resume(alert(scope, rule(Action.PAUSE, "50"), 100, true, "50"), true)).isNull();
    Rule counts =
        new Rule(Period.DAY, null, 5L, Action.PAUSE, List.of(), List.of(), Resume.MANUAL, null);
    assertThat(resume(alert(AccountKey.agent(BOT), counts, 100, true, "0"), true)).isNull();
    Alert released = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 100, true, "50");
    assertThat(resume(released, false)).isNull();
    Alert blocked = alert(AccountKey.agent(BOT), rule(Action.BLOCK, "50"), 100, true, "50");
    assertThat(resume(blocked, false)).isNotNull();
    Alert intent = alert(AccountKey.intent(INTENT), rule(Action.PAUSE, "5"), 100, true, "5");
    assertThat(resume(intent, true)).isNotNull();
    Alert observed = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 100, false, "50");
    assertThat(resume(observed, true)).as("held by another rule").isNull();
    Alert warning = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 80, true, "40");
    assertThat(resume(warning, true)).as("held by another rule").isNull();
  }

  @Test
  void aResumeGrantsNothingWhereNothingIsSuggested() {
    Rule burn = Rule.burn(new BurnLimit(Usd.of("20"), 5), Action.PAUSE);
    Alert alert = alert(AccountKey.agent(BOT), burn, Usd.of("20"), 100, true, "36");
    AlertContext context =
        new AlertContext(
            Usd.ZERO, List.of(), Usd.ZERO, Usd.ZERO, Usd.of("3"), true, false, true, true, null, 1);
    AlertMessage.Links links = writer.alert(alert, context, PART, LINKS, "ops", NOW).links();
    assertThat(links.resume()).isNotNull();
    assertThat(links.resumeUsd()).isNull();
  }

  @Test
  void tellsWhatWasSpentSinceAndWhetherWorkGoesOn() {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "3"), 100, true, "3.15");
    assertThat(since(alert, "12.25", true))
        .isEqualTo(new AlertMessage.Since(Usd.of("12.25"), true));
    assertThat(since(alert, "3.15", false)).isEqualTo(AlertMessage.Since.NOTHING);
    Rule burn = Rule.burn(new BurnLimit(Usd.of("20"), 5), Action.PAUSE);
    Alert rate = alert(AccountKey.agent(BOT), burn, Usd.of("20"), 100, true, "36");
    assertThat(since(rate, "40", false)).isEqualTo(AlertMessage.Since.NOTHING);
  }

  private AlertMessage.Since since(Alert alert, String total, boolean finishes) {
    AlertContext context =
        new AlertContext(
            Usd.of(total),
            List.of(),
            Usd.ZERO,
            Usd.ZERO,
            Usd.ZERO,
            true,
            finishes,
            true,
            true,
            null,
            1);
    return writer.alert(alert, context, PART, LINKS, "ops", NOW).since();
  }

  private URI resume(Alert alert, boolean held) {
    return write(alert, "1", held).links().resume();
  }

  @Test
  void whereAnIncidentIsAboutManyIntentsNoLinkActsOnOneOfThem() {
    Rule rule = Rule.of(Period.INTENT, Usd.of("50"), Action.PAUSE);
    Alert alert = alert(AccountKey.intent(INTENT), rule, 100, true, "50");
    AlertContext many =
        new AlertContext(
            Usd.ZERO, List.of(), Usd.ZERO, Usd.ZERO, Usd.ZERO, true, false, true, true, null, 723);
    AlertMessage message = writer.alert(alert, many, PART, LINKS, "ops", NOW);
    assertThat(message.incident().accounts()).isEqualTo(723);
    assertThat(message.links().resume()).isNull();
    assertThat(message.links().kill()).isNull();
    AlertContext one =
        new AlertContext(
            Usd.ZERO, List.of(), Usd.ZERO, Usd.ZERO, Usd.ZERO, true, false, true, true, null, 1);
    assertThat(writer.alert(alert, one, PART, LINKS, "ops", NOW).links().kill()).isNotNull();
  }

  @Test
  void sharesAreOfAllThatWasSpentAndNeverMoreThanThat() {
    Alert alert = alert(AccountKey.agent(BOT), rule(Action.PAUSE, "50"), 80, true, "40");
    AlertContext context =
        new AlertContext(
            Usd.of("3"),
            List.of(
                new AlertContext.Part("corrected below", Usd.of("4")),
                new AlertContext.Part("a third", Usd.of("1"))),
            Usd.ZERO,
            Usd.ZERO,
            Usd.ZERO,
            false,
            false,
            false,
            false,
            null,
            1);
    AlertMessage message = writer.alert(alert, context, PART, LINKS, "ops", NOW);
    assertThat(message.where())
        .extracting(line -> line.share().toPlainString())
        .containsExactly("1", "0.3333");
    assertThat(message.links().kill()).isNull();
  }
}
