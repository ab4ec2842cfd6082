package dev.purser.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.AgentStart;
import dev.purser.workflows.agent.AgentWorkflow;
import dev.purser.workflows.intent.IntentWorkflow;
import dev.purser.workflows.journal.AgentEntry;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TestAgentWorkflow {
  private final World world = new World();
  private final FakeLedger ledger = world.ledger;

  @AfterEach
  void close() {
    world.close();
  }

  private AgentWorkflow start() {
    return world.start(new AgentStart(World.AGENT, 1, true, ledger.agent, null));
  }

  private AgentEntry last() {
    List<AgentEntry> all = List.copyOf(ledger.agentEntries);
    return all.get(all.size() - 1);
  }

  private void awaitTold(int times) {
    await(times + " fan-outs").atMost(World.LONGEST).until(() -> ledger.fannedOut.size() >= times);
  }

  private AgentNews told() {
    List<AgentNews> all = List.copyOf(ledger.fannedOut);
    return all.get(all.size() - 1);
  }

  @Test
  void aLimitPausesItAndItsIntentsHearOfItOnceItIsJournaled() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    ledger.carrier = (address, news) -> intent.agentNews(news);
    AgentWorkflow agent = start();
    HoldLine limit = World.limit(HoldKind.AGENT, 3, world.now(), null);

    agent.news(ledger.setAgent(AgentStatus.ACTIVE, limit));

    await("journaled").atMost(World.LONGEST).until(() -> ledger.agentStatus().equals("PAUSED"));
    assertThat(last().parkedBy()).isEqualTo(limit);
    awaitTold(1);
    assertThat(told().version()).isEqualTo(ledger.agent.version());
    assertThat(told().status()).isEqualTo(AgentStatus.PAUSED);
    world.awaitStatus(dev.purser.domain.intent.IntentStatus.WAITING);

    ResumeAct act = new ResumeAct("ann", "grant", List.of(3L), ledger.agent.version());
    ledger.setAgent(AgentStatus.PAUSED);
    assertThat(agent.resume(act)).isEqualTo(new Ack("ACTIVE", true, true, null));
    assertThat(last().releasedHoldIds()).containsExactly(3L);
    world.awaitDelivered(2);
  }

  @Test
  void aPersonsPauseOutlivesTheEndOfTheWindow() {
    AgentWorkflow agent = start();
    Instant midnight = world.now().plusSeconds(3600);
    agent.news(
        ledger.setAgent(AgentStatus.ACTIVE, World.limit(HoldKind.AGENT, 3, world.now(), midnight)));
    agent.pause(new Act("ann", "weekend"));

    world.sleep(Duration.ofSeconds(3602));

    await("released").atMost(World.LONGEST).until(() -> last().releasedHoldIds().contains(3L));
    assertThat(agent.view().status()).isEqualTo(AgentStatus.PAUSED);
    assertThat(agent.view().holds()).extracting(HoldLine::reason).containsExactly("weekend");
    assertThat(last().parkedBy().actor()).isEqualTo("ann");
  }

  @Test
  void theEndOfTheWindowResumesItWhereTheRuleSaysSo() {
    AgentWorkflow agent = start();
    Instant midnight = world.now().plusSeconds(3600);
    HoldLine limit = World.limit(HoldKind.AGENT, 3, world.now(), midnight);
    agent.news(ledger.setAgent(AgentStatus.ACTIVE, limit));
    await("paused").atMost(World.LONGEST).until(() -> ledger.agentStatus().equals("PAUSED"));
    AgentNews stale = ledger.setAgent(AgentStatus.PAUSED, limit);

    world.sleep(Duration.ofSeconds(3602));

    await("resumed").atMost(World.LONGEST).until(() -> ledger.agentStatus().equals("ACTIVE"));
    agent.news(stale);
    assertThat(agent.pause(new Act("ann", null)).parkedBy().kind()).isEqualTo(HoldKind.AGENT);
    assertThat(agent.view().holds()).extracting(HoldLine::id).containsExactly(0L);
  }

  @Test
  void aResumeOfTheAgentLeavesWhatItsScopeHolds() {
    AgentWorkflow agent = start();
    HoldLine scope = World.limit(HoldKind.SCOPE, 8, world.now(), null);
    agent.news(
        ledger.setAgent(
            AgentStatus.ACTIVE, World.limit(HoldKind.AGENT, 3, world.now(), null), scope));

    Ack ack = agent.resume(new ResumeAct("ann", null, List.of(3L), ledger.agent.version()));

    assertThat(ack.status()).isEqualTo("PAUSED");
    assertThat(agent.view().holds()).containsExactly(scope);
  }

  @Test
  void aKillEndsItsIntentsAndAPauseDoesNotSoftenIt() {
    IntentWorkflow intent = world.start(World.intent());
    world.awaitDelivered(1);
    ledger.carrier = (address, news) -> intent.agentNews(news);
    AgentWorkflow agent = start();

    assertThat(agent.kill(new Act("ann", "enough")).status()).isEqualTo("KILLED");

    world.awaitClosed(intent);
    assertThat(ledger.status()).isEqualTo("CANCELED");
    assertThat(agent.pause(new Act("bob", null)))
        .isEqualTo(new Ack("KILLED", false, true, agent.view().holds().get(0)));
    assertThat(agent.resume(new ResumeAct("ann", null, List.of(), 0)).status()).isEqualTo("ACTIVE");
  }

  @Test
  void whatAPersonSaidIsTakenOverFromAnEarlierLife() {
    HoldLine word =
        HoldLine.byPerson(HoldKind.AGENT, World.AGENT, Directive.KILL, "ann", "x", world.now());
    ledger.setAgent(AgentStatus.KILLED, word);

    AgentWorkflow agent = start();

    assertThat(agent.view().status()).isEqualTo(AgentStatus.KILLED);
    assertThat(ledger.agentEntries).isEmpty();
    assertThat(agent.resume(new ResumeAct("ann", null, List.of(), 0)).status()).isEqualTo("ACTIVE");
  }

  @Test
  void aPauseWhoseReasonIsGoneWhileNobodyLookedIsEnded() {
    ledger.setAgent(AgentStatus.PAUSED);

    start();

    await("resumed").atMost(World.LONGEST).until(() -> ledger.agentStatus().equals("ACTIVE"));
    assertThat(last().before()).isEqualTo(AgentStatus.PAUSED);
  }

  @Test
  void whileTheLedgerIsAwayItSaysSoAndTellsItsIntentsLater() {
    AgentWorkflow agent = start();
    ledger.away = true;

    assertThat(agent.pause(new Act("ann", null)).journaled()).isFalse();
    assertThat(ledger.fannedOut).isEmpty();

    ledger.away = false;
    world.sleep(Duration.ofSeconds(20));
    awaitTold(1);
    assertThat(told().status()).isEqualTo(AgentStatus.PAUSED);
  }

  @Test
  void aFanOutBeginsAnewWhenSomethingNewerIsJournaled() {
    AgentWorkflow agent = start();
    ledger.fanOutHangs = true;
    agent.pause(new Act("ann", null));
    awaitTold(1);

    agent.kill(new Act("ann", null));

    awaitTold(2);
    ledger.fanOutHangs = false;
    await("all are told")
        .atMost(World.LONGEST)
        .until(() -> agent.view().told() == ledger.agent.version());
    assertThat(told().status()).isEqualTo(AgentStatus.KILLED);
  }

  @Test
  void aStreamOfNewsMovesItToANewRunThatKnowsEverything() {
    AgentWorkflow agent = start();
    agent.pause(new Act("ann", "weekend"));
    String first = WorkflowStub.fromTyped(agent).getExecution().getRunId();
    AgentWorkflow any =
        world.client().newWorkflowStub(AgentWorkflow.class, WorkflowIds.agent(World.AGENT));

    for (int i = 0; i < Burden.FULL_SIGNALS + 50; i++) {
      any.news(ledger.setAgent(AgentStatus.PAUSED));
    }

    await("a new run")
        .atMost(World.LONGEST)
        .until(
            () ->
                !world
                    .client()
                    .newUntypedWorkflowStub(WorkflowIds.agent(World.AGENT))
                    .describe()
                    .getExecution()
                    .getRunId()
                    .equals(first));
    assertThat(any.view().holds()).extracting(HoldLine::reason).containsExactly("weekend");
    assertThat(any.resume(new ResumeAct("ann", null, List.of(), 0)).status()).isEqualTo("ACTIVE");
  }

  @Test
  void anActorIsRequired() {
    AgentWorkflow agent = start();

    assertThatThrownBy(() -> agent.kill(new Act(" ", null)))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasRootCauseMessage(
            "message='actor is missing: who does this?', type='INVALID', nonRetryable=true");
  }
}
