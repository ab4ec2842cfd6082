package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.activities.messages.AlertMessage;
import dev.purser.activities.messages.DigestMessage;
import dev.purser.activities.telling.Telling;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.ledger.Facts;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTestWorkflow;
import dev.purser.workflows.messages.ChannelTested;
import dev.purser.workflows.summary.SummarySettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents' workflows, two workers and a real ledger; Temporal's time skips. */
@Timeout(120)
final class TestTelling {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final List<String> PEOPLE = List.of("ops@company.com", "ann@company.com");

  private final Ledger ledger = Ledger.open(TestDatabase.fresh());
  private final Facts facts = new Facts(ledger);
  private final RecordingSender sender = new RecordingSender();
  private final List<PurserWorker> workers = new ArrayList<>();
  private TestWorkflowEnvironment temporal;

  @BeforeEach
  void start() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(PurserDataConverter.create())
                        .validateAndBuildWithDefaults())
                .build());
    for (int i = 0; i < 2; i++) {
      workers.add(
          PurserWorker.start(
              temporal.getWorkflowClient(),
              ledger,
              WorkerSettings.IN_PROCESS,
              Telling.of(
                  ledger, sender, URI.create("http://127.0.0.1:8080"), SummarySettings.NONE)));
    }
  }

  @AfterEach
  void stop() {
    // Each waits for its polls to end.
    workers.parallelStream().forEach(PurserWorker::close);
    temporal.close();
    ledger.close();
  }

  private AgentWorkflow run(AgentAddress address) {
    IntentSnapshot.AgentHalf half = ledger.snapshots().agent(address).orElseThrow();
    AgentNews news =
        new AgentNews(
            half.version(),
            AgentStatus.ACTIVE,
            List.of(),
            0,
            null,
            null,
            null,
            half.untold().stream().map(one -> new Untold(one.id(), one.alertedAt())).toList());
    AgentStart start =
        new AgentStart(address.value(), ledger.carriage().nextRun(), false, news, null);
    AgentWorkflow agent =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(AgentWorkflow.class, WorkflowStarts.agent(start));
    WorkflowClient.start(agent::run, start);
    return agent;
  }

  private long count(String condition) {
    return facts.one(Long.class, "select count(*) from notification where " + condition);
  }

  @Test
  void tenAgentsInAMinuteAreThreeMessagesAndOneDigestForEachAddressee() {
    List<AgentAddress> agents = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AgentAddress agent = AgentAddress.parse("acme/bot-" + i);
      PEOPLE.forEach(address -> facts.notification(agent, address));
      agents.add(agent);
    }
    List<AgentWorkflow> running = agents.stream().map(this::run).toList();
    await("three are told of to each")
        .atMost(LONGEST)
        .until(() -> count("status = 'delivered'") == 6);
    await("the others are gathered")
        .atMost(LONGEST)
        .until(() -> facts.one(Long.class, "select count(*) from mailbox where gathering") == 2);
    facts.execute("update mailbox set minute_until = now()");

    await("all are told")
        .atMost(LONGEST)
        .until(
            () -> {
              temporal.sleep(Duration.ofMinutes(1));
              return running.stream().allMatch(agent -> agent.view().untold() == 0);
            });

    assertThat(count("status = 'delivered'")).isEqualTo(20);
    for (String address : PEOPLE) {
      assertThat(sender.of(AlertMessage.class, address)).hasSize(3);
      assertThat(sender.of(DigestMessage.class, address)).hasSize(1);
      assertThat(sender.of(DigestMessage.class, address).get(0).alerts()).hasSize(7);
    }
    assertThat(facts.one(Long.class, "select count(*) from notification_event")).isEqualTo(20);
  }

  @Test
  void aChannelIsTestedByWhoeverSends() {
    ledger.channels().create("ops", Channel.Type.EMAIL, "ops@company.com", "ann");
    ChannelTest test = new ChannelTest("ops", "ann");
    ChannelTested tested =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(ChannelTestWorkflow.class, WorkflowStarts.channelTest(test))
            .run(test);
    assertThat(tested).isEqualTo(new ChannelTested(true, null));
    assertThat(sender.sent).hasSize(1);
  }
}
