package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.purser.activities.messages.MessageSettings;
import dev.purser.activities.messages.NotDelivered;
import dev.purser.activities.messages.Sender;
import dev.purser.activities.messages.Senders;
import dev.purser.activities.messages.SummaryMessage;
import dev.purser.activities.telling.Telling;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.events.MeshEvent;
import dev.purser.ledger.messages.Channel;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.summary.SummarySettings;
import dev.purser.workflows.summary.SummaryStart;
import dev.purser.workflows.summary.SummaryWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The summary's workflow, workers that come and go, and a real ledger; Temporal's time skips. */
@Timeout(120)
final class TestSummaries {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String OPS = "ops@company.com";
  private static final Instant AFTERNOON = Instant.parse("2026-11-24T15:00:00Z");
  private static final Instant YESTERDAY = Instant.parse("2026-11-23T12:00:00Z");

  private final Ledger ledger = Ledger.open(TestDatabase.fresh());
  private final Facts facts = new Facts(ledger);
  private final RecordingSender sender = new RecordingSender();
  private final List<PurserWorker> workers = new ArrayList<>();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(PurserDataConverter.create())
                      .validateAndBuildWithDefaults())
              .setInitialTime(AFTERNOON)
              .build());

  @AfterEach
  void stop() {
    workers.parallelStream().forEach(PurserWorker::close);
    temporal.close();
    ledger.close();
  }

  private PurserWorker start(Sender by, String... addressees) {
    PurserWorker worker =
        PurserWorker.start(
            temporal.getWorkflowClient(),
            ledger,
            WorkerSettings.IN_PROCESS,
            Telling.of(
                ledger, by, URI.create("https://purser.company.com/"), settings(addressees)));
    workers.add(worker);
    return worker;
  }

  private static SummarySettings settings(String... addressees) {
    return new SummarySettings(List.of(addressees), "08:00", "Europe/Berlin");
  }

  private void spend() {
    facts.rolledUp(
        Facts.BOT,
        facts.intent(Facts.BOT, "TICKET-7", null),
        "TICKET-7",
        "gpt-4o",
        YESTERDAY,
        "12.5",
        10);
    facts.rolledUp(Facts.BOT, null, "", "gpt-4o", YESTERDAY.minus(Duration.ofDays(7)), "10", 10);
  }

  private List<MeshEvent> events() {
    return ledger.events().list("*", null, 100, null).items();
  }

  private void awaitSettled(int count) {
    await(count + " are settled")
        .atMost(LONGEST)
        .until(
            () ->
                facts.one(Integer.class, "select count(*) from summary where status <> 'pending'")
                    >= count);
  }

  @Test
  void arrivesByRealMailWithWhatWasSpent() throws Exception {
    spend();
    GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mailbox.start();
    MessageSettings settings =
        MessageSettings.fromEnvironment(
            Map.of(
                "PURSER_SMTP_URL",
                "smtp://127.0.0.1:" + mailbox.getSmtp().getPort(),
                "PURSER_MAIL_FROM",
                "Purser <purser@company.com>"));
    try (Senders senders = new Senders(settings, mail -> {})) {
      start(senders, OPS, "ann@company.com");
      awaitSettled(2);

      assertThat(mailbox.waitForIncomingEmail(LONGEST.toMillis(), 2)).isTrue();
      MimeMessage mail = mailbox.getReceivedMessages()[0];
      assertThat(mail.getSubject())
          .isEqualTo("[Purser] Monday 23 November: $12.50, +25% on the Monday before");
      assertThat(mail.getHeader("X-Purser-Event-Id")).containsExactly("summary-2026-11-23");
      assertThat(GreenMailUtil.getBody(mail).replace("=\r\n", ""))
          .contains("gpt-4o\r\n", "Dearest intent: TICKET-7, $12.50")
          .contains("https://purser.company.com/explore?by")
          .doesNotContain("company.com//");
      assertThat(mailbox.getReceivedMessages())
          .extracting(one -> one.getAllRecipients()[0].toString())
          .containsExactlyInAnyOrder(OPS, "ann@company.com");
    } finally {
      mailbox.stop();
    }
    assertThat(events())
        .extracting(
            MeshEvent::eventType,
            event -> event.details().path("addressee").asText(),
            event -> event.details().path("day").asText())
        .containsExactlyInAnyOrder(
            tuple("summary.sent", OPS, "2026-11-23"),
            tuple("summary.sent", "ann@company.com", "2026-11-23"));
  }

  @Test
  void goesOutOnceHoweverManyWorkersStartAndHoweverOften() {
    spend();
    PurserWorker first = start(sender, OPS);
    awaitSettled(1);
    start(sender, OPS);
    first.close();
    // Temporal in memory is lost with its process, the ledger is not.
    temporal.getWorkflowClient().newUntypedWorkflowStub(WorkflowIds.SUMMARY).terminate("lost");
    start(sender, OPS, "ann@company.com");
    awaitSettled(2);
    await("none is in hand")
        .atMost(LONGEST)
        .until(() -> workflow().view().next() != null && workflow().view().inHand().isEmpty());

    assertThat(sender.of(SummaryMessage.class, OPS)).hasSize(1);
    assertThat(sender.of(SummaryMessage.class, "ann@company.com")).hasSize(1);
    assertThat(sender.of(SummaryMessage.class, OPS).get(0).agents().get(0).dearestIntent())
        .isEqualTo("TICKET-7");
  }

  private SummaryWorkflow workflow() {
    return temporal.getWorkflowClient().newWorkflowStub(SummaryWorkflow.class, WorkflowIds.SUMMARY);
  }

  /** In-process time does not skip while a workflow waits for a worker: so it slept before. */
  @Test
  void ofDaysWithoutAWorkerOnlyTheLastIsTold() {
    spend();
    SummaryStart friday = new SummaryStart(settings(OPS), LocalDate.of(2026, 11, 20), List.of());
    WorkflowClient.start(
        temporal
                .getWorkflowClient()
                .newWorkflowStub(SummaryWorkflow.class, WorkflowStarts.summary())
            ::run,
        friday);

    start(sender, OPS);
    awaitSettled(1);

    assertThat(sender.of(SummaryMessage.class, OPS))
        .extracting(SummaryMessage::day)
        .containsExactly(LocalDate.of(2026, 11, 23));
  }

  @Test
  void aQuietDayIsToldOfWhereThereWasSpendLately() {
    facts.rolledUp(Facts.BOT, null, "", "gpt-4o", YESTERDAY.minus(Duration.ofDays(29)), "1", 1);
    start(sender, OPS);
    awaitSettled(1);
    SummaryMessage message = sender.of(SummaryMessage.class, OPS).get(0);
    assertThat(message.total().isZero()).isTrue();
    assertThat(message.agents()).isEmpty();
  }

  @Test
  void nobodyIsToldOfNothingWhereNothingWasEverSpent() {
    start(sender, OPS);
    awaitSettled(1);
    assertThat(facts.one(String.class, "select status from summary")).isEqualTo("quiet");
    assertThat(sender.sent).isEmpty();
    assertThat(events()).isEmpty();
  }

  @Test
  void aChannelIsFoundByItsNameAndOneThatIsMissingIsAnEvent() {
    spend();
    ledger.channels().create("finance", Channel.Type.EMAIL, "finance@company.com", "ann");
    start(sender, "finance", "pager");
    awaitSettled(2);
    assertThat(sender.of(SummaryMessage.class, "finance@company.com")).hasSize(1);
    assertThat(events())
        .extracting(MeshEvent::eventType, event -> event.details().path("reason").asText())
        .containsExactlyInAnyOrder(
            tuple("summary.sent", ""), tuple("summary.failed", "there is no channel pager"));
  }

  @Test
  void whatDoesNotArriveIsAnEventAndTriedAgain() {
    spend();
    sender.trouble =
        (message, target) -> {
          throw NotDelivered.yet("greylisted", null);
        };
    start(sender, OPS);
    await("it failed").atMost(LONGEST).until(() -> !events().isEmpty());
    sender.trouble = (message, target) -> {};
    facts.execute("update summary set due_at = now()");

    await("it is sent")
        .atMost(LONGEST)
        .until(
            () -> {
              temporal.sleep(Duration.ofSeconds(10));
              return !sender.sent.isEmpty();
            });

    awaitSettled(1);
    assertThat(events())
        .extracting(MeshEvent::eventType)
        .containsExactly("summary.sent", "summary.failed");
  }

  @Test
  void aStartWithoutAddresseesEndsIt() {
    start(sender);
    assertThat(runs()).as("there is nothing to end").isFalse();
    start(sender, OPS);
    awaitSettled(1);
    assertThat(runs()).isTrue();

    start(sender);

    await("it has ended").atMost(LONGEST).until(() -> !runs());
  }

  private boolean runs() {
    try {
      return WorkflowStub.fromTyped(workflow()).describe().getCloseTime() == null;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }
}
