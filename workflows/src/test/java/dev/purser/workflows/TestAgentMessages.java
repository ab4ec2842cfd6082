package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.agent.Untold;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTestWorkflow;
import dev.purser.workflows.messages.ChannelTested;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TestAgentMessages {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;
  private final FakeMessages messages = world.messages;

  @AfterEach
  void close() {
    world.close();
  }

  private AgentWorkflow start() {
    return world.start(new AgentStart(World.AGENT, 1, true, ledger.agent, null));
  }

  private Untold untold(long id) {
    return new Untold(id, world.now());
  }

  private AgentWorkflow whoeverRuns() {
    return world.client().newWorkflowStub(AgentWorkflow.class, WorkflowIds.agent(World.AGENT));
  }

  private String run() {
    return world
        .client()
        .newUntypedWorkflowStub(WorkflowIds.agent(World.AGENT))
        .describe()
        .getExecution()
        .getRunId();
  }

  private List<Duration> delays(long id) {
    List<Instant> times = messages.triesOf(id);
    List<Duration> delays = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      // Temporal's time is of milliseconds, and a try takes some.
      long seconds = Duration.between(times.get(i - 1), times.get(i)).plusMillis(500).toSeconds();
      delays.add(Duration.ofSeconds(seconds));
    }
    return delays;
  }

  @Test
  void eachIsSentOnceHoweverOftenTheNewsNameIt() {
    AgentWorkflow agent = start();
    Untold first = untold(1);
    agent.news(ledger.setUntold(first));
    AgentNews both = ledger.setUntold(first, untold(2));
    agent.news(both);
    await("both are sent").atMost(World.LONGEST).until(() -> messages.arrived.size() == 2);
    await("none is in hand").atMost(World.LONGEST).until(() -> agent.view().untold() == 0);

    agent.news(both);
    agent.news(ledger.setUntold(first, untold(3)));

    await("the third is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(3L));
    assertThat(messages.arrived).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(messages.givenUp).isEmpty();
  }

  @Test
  void newsThatAreNoNewerInOtherThingsStillTellWhoIsToBeTold() {
    AgentWorkflow agent = start();
    AgentNews newest = ledger.setAgent(AgentStatus.ACTIVE);
    agent.news(newest);

    agent.news(ledger.setUntold(untold(1)).withVersion(newest.version()));

    await("it is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(1L));
  }

  @Test
  void whatDoesNotArriveIsTriedEverMoreSlowlyAtMostEveryHalfHour() {
    messages.takes = id -> false;
    AgentWorkflow agent = start();
    agent.news(ledger.setUntold(untold(1)));
    await("it is tried").atMost(World.LONGEST).until(() -> messages.tries.size() == 1);

    world.sleep(Duration.ofHours(3));

    assertThat(delays(1).subList(0, 5))
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 10L, 20L, 40L, 80L);
    assertThat(delays(1)).last().isEqualTo(Duration.ofMinutes(30));
    assertThat(messages.givenUp).isEmpty();
    messages.takes = id -> true;
    world.sleep(Duration.ofMinutes(31));
    await("it has arrived").atMost(World.LONGEST).until(() -> agent.view().untold() == 0);
    assertThat(messages.arrived).containsExactly(1L);
    assertThat(messages.givenUp).isEmpty();
  }

  @Test
  void itIsGivenUpADayAfterTheAlert() {
    messages.takes = id -> id != 1;
    AgentWorkflow agent = start();
    Instant raised = world.now().minus(Duration.ofHours(20));
    agent.news(ledger.setUntold(new Untold(1, raised), untold(2)));
    await("the other one is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(2L));

    world.sleep(Duration.ofHours(3));
    assertThat(messages.givenUp).isEmpty();
    world.sleep(Duration.ofHours(2));

    await("it is written down").atMost(World.LONGEST).until(() -> agent.view().untold() == 0);
    assertThat(messages.givenUp).containsExactly(1L);
    int tries = messages.tries.size();
    agent.news(ledger.setUntold(new Untold(1, raised), untold(3)));
    await("the next one is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(3L));
    assertThat(messages.tries).hasSize(tries + 1);
  }

  @Test
  void anAlertThatLayForDaysIsTriedAllTheSame() {
    ledger.setUntold(new Untold(1, world.now().minus(Duration.ofDays(3))));

    start();

    await("it is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(1L));
    assertThat(messages.givenUp).isEmpty();
  }

  @Test
  void aNewRunIsNotHeldBackAndTakesAlongWhatIsInHand() {
    messages.takes = id -> false;
    AgentWorkflow agent = start();
    agent.news(ledger.setUntold(untold(1), untold(2)));
    await("both are tried").atMost(World.LONGEST).until(() -> messages.tries.size() >= 2);
    String first = run();
    AgentWorkflow any = whoeverRuns();

    for (int i = 0; i < Burden.FULL_SIGNALS + 50; i++) {
      any.news(ledger.setUntold());
    }

    await("a new run").atMost(World.LONGEST).until(() -> !run().equals(first));
    await("it has both in hand").atMost(World.LONGEST).until(() -> any.view().untold() == 2);
    messages.takes = id -> true;
    world.sleep(Duration.ofMinutes(31));
    await("none is in hand").atMost(World.LONGEST).until(() -> any.view().untold() == 0);
    assertThat(messages.arrived).containsExactlyInAnyOrder(1L, 2L);
    assertThat(messages.givenUp).isEmpty();
  }

  @Test
  void aNewLifeSendsWhatTheOldOneLeft() {
    messages.takes = id -> false;
    AgentWorkflow agent = start();
    agent.news(ledger.setUntold(untold(1)));
    await("it is tried").atMost(World.LONGEST).until(() -> !messages.tries.isEmpty());
    WorkflowStub.fromTyped(agent).terminate("Temporal lost it");
    messages.takes = id -> true;

    start();

    await("it is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(1L));
  }

  @Test
  void whatACancelInterruptsIsNotGivenUp() {
    messages.takes = id -> false;
    AgentWorkflow agent = start();
    agent.news(ledger.setUntold(untold(1)));
    await("it is tried").atMost(World.LONGEST).until(() -> !messages.tries.isEmpty());
    WorkflowStub.fromTyped(agent).cancel();
    await("it has ended").atMost(World.LONGEST).until(() -> isClosed(agent));
    messages.takes = id -> true;

    start();

    await("it is sent").atMost(World.LONGEST).until(() -> messages.arrived.contains(1L));
    assertThat(messages.givenUp).isEmpty();
  }

  private static boolean isClosed(AgentWorkflow agent) {
    return WorkflowStub.fromTyped(agent).describe().getCloseTime() != null;
  }

  @Test
  void whatIsToldDoesNotReachTheIntents() {
    AgentWorkflow agent = start();
    agent.news(ledger.setUntold(untold(1)));
    agent.pause(new Act("ann", null));
    await("its intents hear").atMost(World.LONGEST).until(() -> ledger.fannedOut.size() == 1);
    assertThat(ledger.fannedOut.get(0).untold()).isEmpty();
  }

  @Test
  void aTestOfAChannelTellsWhatBecameOfIt() {
    assertThat(test()).isEqualTo(new ChannelTested(true, null));
    messages.takes = id -> false;
    assertThat(test()).isEqualTo(new ChannelTested(false, "pager is away"));
    messages.broken = true;
    assertThat(test()).isEqualTo(new ChannelTested(false, "it could not be sent now"));
  }

  private ChannelTested test() {
    ChannelTest test = new ChannelTest("pager", "ann");
    return world
        .client()
        .newWorkflowStub(ChannelTestWorkflow.class, WorkflowStarts.channelTest(test))
        .run(test);
  }
}
