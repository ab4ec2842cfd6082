package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.activities.messages.DigestMessage;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Target;
import dev.purser.activities.messages.TestMessage;
import dev.purser.activities.telling.MessageActivitiesImpl;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.intake.Request;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Pace;
import dev.purser.ledger.messages.SignedLinks;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import dev.purser.workflows.messages.MessageActivities;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The activities that send, over a real ledger. */
final class TestMessages {
  private static final AgentAddress BOT = AgentAddress.parse("acme/bot");
  private static final String OPS = "ops@company.com";
  private static final URI PUBLIC = URI.create("https://purser.company.com/");

  private final LedgerSettings settings = TestDatabase.fresh();
  private final Ledger ledger = Ledger.open(settings);
  private final Facts facts = new Facts(ledger);
  private final RecordingSender sender = new RecordingSender();
  private final MessageActivities activities = activities(ledger);

  @AfterEach
  void close() {
    ledger.close();
  }

  private MessageActivities activities(Ledger of) {
    return new MessageActivitiesImpl(of, sender, PUBLIC, Clock.systemUTC(), Pace.DEFAULT);
  }

  private void policy(Action action, String... addressees) {
    Rule rule =
        new Rule(
            Period.DAY,
            Usd.of("50"),
            null,
            action,
            List.of(80),
            List.of(addressees),
            Resume.MANUAL,
            null);
    ledger.policies().put(Policy.of(BOT.value(), 0, ZoneOffset.UTC, List.of(rule)), null, "ann");
  }

  private void spend(String model, String dollars) {
    spend(null, model, dollars);
  }

  private void spend(@Nullable String task, String model, String dollars) {
    ledger
        .intake()
        .submit(
            new Request.Report(
                BOT,
                null,
                task,
                model + dollars + task,
                false,
                "hash",
                Usd.of(dollars),
                new Usage(model, null, 0, 0, 0, 0, 0),
                null,
                0,
                null,
                null,
                null))
        .join();
  }

  private List<Long> pending() {
    return ledger.notifications().pending(BOT).stream().map(one -> one.id()).toList();
  }

  private Alert.Told told(long notification) {
    long alert =
        facts.one(Long.class, "select decision_id from notification where id = ?", notification);
    return ledger.alerts().find(alert).orElseThrow().told().get(0);
  }

  /** It is not settled yet: after how long it is to be tried again. */
  private Duration again(long notification) {
    try {
      activities.deliver(notification);
    } catch (ApplicationFailure e) {
      assertThat(e.isNonRetryable()).isFalse();
      return e.getNextRetryDelay();
    }
    throw new AssertionError("it was settled");
  }

  @Test
  void aWarningSaysWhereTheMoneyWentAndWhenTheLimitWillBeReached() {
    policy(Action.PAUSE, OPS);
    spend("gpt-4o", "30");
    spend("gpt-4", "10");

    activities.deliver(pending().get(0));

    AlertMessage message = sender.of(AlertMessage.class, OPS).get(0);
    assertThat(message.threshold()).isEqualTo(80);
    assertThat(message.account()).isEqualTo("agent:" + BOT);
    assertThat(message.agent()).isEqualTo(BOT.value());
    assertThat(message.spent()).isEqualTo(Usd.of("40"));
    assertThat(message.limit()).isEqualTo(Usd.of("50"));
    assertThat(message.burnPerHour()).isEqualTo(Usd.of("40"));
    assertThat(message.actionTaken()).isEqualTo("alerted");
    assertThat(message.where())
        .extracting(AlertMessage.Line::what, line -> line.share().toPlainString())
        .containsExactly(tuple("gpt-4o", "0.7500"), tuple("gpt-4", "0.2500"));
    Instant projected = message.projectedAt();
    Instant midnight =
        facts.one(Instant.class, "select window_end from decision order by id limit 1");
    Instant quarterOfAnHour = Instant.now().plus(Duration.ofMinutes(15));
    if (quarterOfAnHour.isBefore(midnight)) {
      // Told by whole seconds, the next one.
      assertThat(projected)
          .isBetween(quarterOfAnHour.minusSeconds(60), quarterOfAnHour.plusSeconds(1));
    } else {
      assertThat(projected).isNull();
    }
    assertThat(message.links().view())
        .hasToString(
            "https://purser.company.com/alerts/" + message.eventId().replace("alert-", ""));
    assertThat(message.links().resume()).isNull();
    assertThat(message.links().resumeUsd()).isNull();
    assertThat(opened(message.links().kill()).act()).isEqualTo(SignedLinks.Act.KILL);
    assertThat(told(1).channel()).isEqualTo("email");
  }

  @Test
  void aPauseCanBeResumedWithMoreByALinkOfTheAddressees() {
    policy(Action.PAUSE, OPS);
    spend("gpt-4o", "51");

    pending().forEach(activities::deliver);

    AlertMessage limit = sender.of(AlertMessage.class, OPS).get(0);
    assertThat(limit.actionTaken()).isEqualTo("paused");
    assertThat(limit.projectedAt()).isNull();
    assertThat(limit.links().resumeUsd()).isEqualTo(Usd.of("11"));
    SignedLinks.Link link = opened(limit.links().resume());
    assertThat(link.act()).isEqualTo(SignedLinks.Act.RESUME);
    assertThat(link.usd()).isEqualTo(Usd.of("11"));
    assertThat(link.addressee()).isEqualTo(OPS);
    assertThat("alert-" + link.alertId()).isEqualTo(limit.eventId());
    assertThat(opened(limit.links().acknowledge()).act()).isEqualTo(SignedLinks.Act.ACKNOWLEDGE);
  }

  @Test
  void aKilledAgentCanBeResumedAndNotKilledAgain() {
    policy(Action.KILL, OPS);
    spend("gpt-4o", "51");

    pending().forEach(activities::deliver);

    AlertMessage limit = sender.of(AlertMessage.class, OPS).get(0);
    assertThat(limit.actionTaken()).isEqualTo("killed");
    assertThat(limit.links().resume()).isNotNull();
    assertThat(limit.links().kill()).isNull();
  }

  private SignedLinks.Link opened(URI link) {
    assertThat(link.toString()).startsWith("https://purser.company.com/link/");
    String token = link.getPath().substring("/link/".length());
    SignedLinks.Opened opened = ledger.signedLinks().open(token, Instant.now());
    assertThat(opened).isInstanceOf(SignedLinks.Ok.class);
    return ((SignedLinks.Ok) opened).link();
  }

  @Test
  void addresseesAreMailWebhookOrWhatTheChannelOfThatNameIs() {
    String url = "https://example.com/hook?key=secret";
    Channels made = new Channels();
    policy(Action.PAUSE, OPS, url, "hook", "chat");
    spend("gpt-4o", "40");

    pending().forEach(activities::deliver);

    assertThat(sender.sent)
        .extracting(RecordingSender.Sent::target)
        .containsExactlyInAnyOrder(
            new Target(Target.Type.EMAIL, OPS, null),
            new Target(Target.Type.WEBHOOK, url, null),
            new Target(Target.Type.WEBHOOK, "https://example.com/named", made.secret),
            new Target(Target.Type.SLACK, "https://hooks.slack.com/x", null));
    AlertMessage byUrl = sender.of(AlertMessage.class, url).get(0);
    assertThat(opened(byUrl.links().acknowledge()).addressee()).isEqualTo("example.com");
  }

  /** Two that a rule can name. */
  private final class Channels {
    final String secret =
        ledger
            .channels()
            .create("hook", Channel.Type.WEBHOOK, "https://example.com/named", "ann")
            .secret();

    Channels() {
      ledger.channels().create("chat", Channel.Type.SLACK, "https://hooks.slack.com/x", "ann");
    }
  }

  @Test
  void aChannelThatIsNotThereIsUndeliverableWithThatReason() {
    ledger.channels().create("gone", Channel.Type.EMAIL, OPS, "ann");
    ledger.channels().delete("gone", "ann");
    long never = facts.notification(BOT, "never");
    long gone = facts.notification(BOT, "gone");

    activities.deliver(never);
    activities.deliver(gone);

    assertThat(told(never).status()).isEqualTo("undeliverable");
    assertThat(told(never).lastError()).isEqualTo("there is no channel never");
    assertThat(told(gone).lastError()).isEqualTo("the channel gone was deleted");
    assertThat(sender.sent).isEmpty();
  }

  @Test
  void whatCanNeverArriveIsNotTriedAgain() {
    long id = facts.notification(BOT, OPS);
    sender.trouble =
        (message, target) -> {
          throw NotDelivered.everAgain("no such mailbox");
        };

    activities.deliver(id);

    assertThat(told(id).status()).isEqualTo("undeliverable");
    assertThat(told(id).lastError()).isEqualTo("no such mailbox");
    sender.trouble = (message, target) -> {};
    activities.deliver(id);
    assertThat(sender.sent).isEmpty();
  }

  @Test
  void triesThatFailAreEachAnEventWithGrowingDelaysHoweverOftenTheWorkflowBeginsAnew() {
    long id = facts.notification(BOT, OPS);
    sender.trouble =
        (message, target) -> {
          throw NotDelivered.yet("greylisted", null);
        };
    for (int seconds : new int[] {5, 10, 20}) {
      assertThat(again(id)).isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1));
      // Asked again too early it is not tried.
      assertThat(again(id)).isLessThanOrEqualTo(Duration.ofSeconds(seconds + 1));
      facts.execute("update notification set due_at = now()");
    }
    facts.execute("update notification set tries = 30");
    assertThat(again(id)).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
    facts.execute("update notification set due_at = now(), tries = 4");
    sender.trouble = (message, target) -> {};
    activities.deliver(id);

    assertThat(told(id).events())
        .extracting(Alert.ToldEvent::status)
        .containsExactly("failed", "failed", "failed", "failed", "delivered");
    assertThat(told(id).events().get(0).reason()).isEqualTo("greylisted");
    assertThat(sender.sent).hasSize(1);
  }

  @Test
  void aSenderThatBreaksIsTriedAgainAndItsWordsStayInTheLog() {
    long id = facts.notification(BOT, OPS);
    sender.trouble =
        (message, target) -> {
          throw new IllegalStateException("password=hunter2");
        };
    assertThat(again(id)).isPositive();
    assertThat(told(id).lastError()).isEqualTo("the sender failed; the worker's log says why");
  }

  @Test
  void tenAgentsInAMinuteAreThreeMessagesAndOneDigestForEachAddressee() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AgentAddress agent = AgentAddress.parse("acme/bot-" + i);
      ids.add(facts.notification(agent, OPS));
      ids.add(facts.notification(agent, "ann@company.com"));
    }
    ids.forEach(this::tryOnce);
    assertThat(sender.sent).hasSize(6);
    facts.execute("update mailbox set minute_until = now()");

    ids.forEach(this::tryOnce);

    for (String address : List.of(OPS, "ann@company.com")) {
      assertThat(sender.of(AlertMessage.class, address)).hasSize(3);
      assertThat(sender.of(DigestMessage.class, address)).hasSize(1);
      DigestMessage digest = sender.of(DigestMessage.class, address).get(0);
      assertThat(digest.alerts()).hasSize(7).doesNotHaveDuplicates();
      assertThat(digest.view()).hasToString("https://purser.company.com/alerts");
    }
    assertThat(facts.one(Long.class, "select count(*) from notification_event"))
        .as("to wait for others is no failure")
        .isEqualTo(20);
  }

  private void tryOnce(long id) {
    try {
      activities.deliver(id);
    } catch (ApplicationFailure e) {
      assertThat(e.getType()).isEqualTo("NOT_YET");
    }
  }

  @Test
  void twoWorkersOnOneLedgerNeverSendOneAlertTwice() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(facts.notification(BOT, "to-" + i + "@company.com"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Ledger another = Ledger.open(settings)) {
      MessageActivities second = activities(another);
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (long id : ids) {
        calls.add(() -> attempt(activities, id));
        calls.add(() -> attempt(second, id));
        calls.add(() -> attempt(activities, id));
      }
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sender.sent)
        .extracting(sent -> sent.target().address())
        .hasSize(30)
        .doesNotHaveDuplicates();
  }

  private static boolean attempt(MessageActivities by, long id) {
    try {
      by.deliver(id);
      return true;
    } catch (ApplicationFailure e) {
      return false;
    }
  }

  @Test
  void manyIntentsOverOneRuleAreOneMessageThatCountsThemAndAThreadOfFurtherOnes() {
    Rule rule =
        new Rule(
            Period.TASK,
            Usd.of("2"),
            null,
            Action.ALERT,
            List.of(),
            List.of(OPS),
            Resume.MANUAL,
            null);
    ledger.policies().put(Policy.of(BOT.value(), 0, ZoneOffset.UTC, List.of(rule)), null, "ann");
    for (int i = 0; i < 40; i++) {
      spend("ticket-" + i, "gpt-4o", "3");
    }
    ledger.notifications().pending(BOT).forEach(one -> activities.deliver(one.id()));
    spend("late", "gpt-4o", "3");
    assertThat(again(pending().get(0))).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    facts.execute("update incident_thread set told_at = told_at - interval '10 minutes'");
    pending().forEach(activities::deliver);

    List<AlertMessage> sent = sender.of(AlertMessage.class, OPS);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).incident().accounts()).isEqualTo(40);
    assertThat(sent.get(0).incident().told()).isEqualTo(40);
    assertThat(sent.get(0).incident().firstEvent()).isNull();
    assertThat(sent.get(1).incident().id()).isEqualTo(sent.get(0).incident().id());
    assertThat(sent.get(1).incident().accounts()).isEqualTo(41);
    assertThat(sent.get(1).incident().told()).isEqualTo(1);
    assertThat(sent.get(1).incident().firstEvent()).isEqualTo(sent.get(0).eventId());
    assertThat(pending()).isEmpty();
  }

  @Test
  void aTestOfAChannelTellsWhetherItArrived() {
    ledger.channels().create("ops", Channel.Type.EMAIL, OPS, "ann");
    ChannelTest test = new ChannelTest("ops", "ann");
    assertThat(activities.test(test)).isEqualTo(new ChannelTested(true, null));
    assertThat(sender.of(TestMessage.class, OPS).get(0).actor()).isEqualTo("ann");
    sender.trouble =
        (message, target) -> {
          throw NotDelivered.yet("connection refused", null);
        };
    assertThat(activities.test(test)).isEqualTo(new ChannelTested(false, "connection refused"));
    assertThat(activities.test(new ChannelTest("nobody", "ann")))
        .isEqualTo(new ChannelTested(false, "there is no channel nobody"));
  }

  @Test
  void whileTheLedgerIsAwayNothingIsSent() {
    long id = facts.notification(BOT, OPS);
    ledger.close();
    assertThatThrownBy(() -> activities.deliver(id)).isInstanceOf(RuntimeException.class);
    assertThat(sender.sent).isEmpty();
  }
}
