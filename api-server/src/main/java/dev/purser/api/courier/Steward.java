package dev.purser.api.courier;

import dev.purser.api.Workflows;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Refused;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.snapshots.IntentSnapshot;
import dev.purser.workflows.Ack;
import dev.purser.workflows.Act;
import dev.purser.workflows.Refusals;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.TaskQueues;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.WorkflowStarts;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.Controls;
import dev.purser.workflows.intent.GivenBack;
import dev.purser.workflows.intent.IntentView;
import dev.purser.workflows.intent.Progress;
import dev.purser.workflows.intent.Resolution;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTestWorkflow;
import dev.purser.workflows.messages.ChannelTested;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Takes people's and agents' words to the workflows at once. Where the courier has not started a
 * workflow yet it is started here, so that a kill that races a create wins. Only that needs the
 * ledger: one that runs is paused, resumed and killed while PostgreSQL is away.
 */
public final class Steward implements Workflows, AutoCloseable {
  private static final Duration RECENTLY = Duration.ofMinutes(2);
  private static final int SAMPLE = 10;

  private final Ledger ledger;
  private final WorkflowClient client;
  private final TemporalDoor temporal;
  private final Starter starter;
  private final Duration patience;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "steward");
            thread.setDaemon(true);
            return thread;
          });

  /** {@code patience}: how long an answer may take. */
  public Steward(
      Ledger ledger, WorkflowClient client, CourierSettings settings, Duration patience) {
    this.ledger = ledger;
    this.client = client;
    this.temporal = new TemporalDoor(client);
    this.starter =
        new Starter(client, ledger.carriage(), settings.heartbeatTimeout(), ledger.assumedPrice());
    this.patience = patience;
  }

  @Override
  public Ack pause(UUID intent, Act act) {
    return update(intent, "pause", Ack.class, act);
  }

  @Override
  public Ack kill(UUID intent, Act act) {
    return update(intent, "kill", Ack.class, act);
  }

  @Override
  public Ack resume(UUID intent, ResumeAct release) {
    return update(intent, "resume", Ack.class, release);
  }

  @Override
  public Ack resolve(UUID intent, Resolution resolution) {
    return update(intent, "resolve", Ack.class, resolution);
  }

  @Override
  public Claimed claim(UUID intent, Claim claim) {
    return update(intent, "claim", Claimed.class, claim);
  }

  @Override
  public void giveBack(UUID intent, GivenBack claim) {
    signal(intent, "giveBack", claim);
  }

  @Override
  public void progress(UUID intent, Progress progress) {
    signal(intent, "progress", progress);
  }

  @Override
  public void controls(UUID intent, Controls controls) {
    signal(intent, "controls", controls);
  }

  @Override
  public int delivery(UUID intent) {
    return orStart(
        () ->
            client
                .newUntypedWorkflowStub(WorkflowIds.intent(intent))
                .query("view", IntentView.class)
                .delivery(),
        () -> start(intent));
  }

  @Override
  public Ack pause(AgentAddress agent, Act act) {
    return update(agent, "pause", act);
  }

  @Override
  public Ack kill(AgentAddress agent, Act act) {
    return update(agent, "kill", act);
  }

  @Override
  public Ack resume(AgentAddress agent, ResumeAct release) {
    return update(agent, "resume", release);
  }

  private <R> R update(UUID intent, String name, Class<R> type, Object word) {
    return orStart(
        () -> temporal.update(WorkflowIds.intent(intent), name, type, word), () -> start(intent));
  }

  private Ack update(AgentAddress agent, String name, Object word) {
    return orStart(
        () -> temporal.update(WorkflowIds.agent(agent), name, Ack.class, word), () -> start(agent));
  }

  private void signal(UUID intent, String name, Object word) {
    Object unused =
        orStart(
            () -> {
              client.newUntypedWorkflowStub(WorkflowIds.intent(intent)).signal(name, word);
              return word;
            },
            () -> start(intent));
  }

  @Override
  public ChannelTested test(ChannelTest test) {
    return inTime(
        () ->
            client
                .newWorkflowStub(ChannelTestWorkflow.class, WorkflowStarts.channelTest(test))
                .run(test));
  }

  /** Tries, starts what is not there, and tries again. */
  private <R> R orStart(Supplier<R> attempt, Runnable start) {
    return inTime(
        () -> {
          try {
            return attempt.get();
          } catch (WorkflowNotFoundException e) {
            start.run();
            return attempt.get();
          }
        });
  }

  /** All of it within the time an answer may take. */
  private <R> R inTime(Supplier<R> whole) {
    Future<R> answer = threads.submit(whole::get);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unavailable("no answer from the workflow: does a worker run? It may have taken it", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable("interrupted", e);
    } catch (ExecutionException e) {
      throw translated(e.getCause() == null ? e : e.getCause());
    }
  }

  private void start(UUID intent) {
    // Before it is read: a kill that finds it untried ends it in the ledger, which is read then.
    ledger.carriage().trying(intent);
    IntentSnapshot snapshot =
        ledger
            .snapshots()
            .intent(intent)
            .orElseThrow(() -> Refused.notFound("intent", "there is no intent " + intent));
    if (snapshot.intent().status().isTerminal()) {
      throw ended(snapshot.intent().status().name());
    }
    try {
      starter.intentOutOfTurn(snapshot);
    } catch (WorkflowExecutionAlreadyStarted e) {
      // Closed in Temporal, open in the ledger: the courier will write down how it ended.
      ledger.carriage().missing(intent);
      throw ended("closed in Temporal");
    }
  }

  private void start(AgentAddress agent) {
    starter.agent(
        ledger
            .snapshots()
            .agent(agent)
            .orElseThrow(() -> Refused.notFound("agent", "there is no agent " + agent)));
  }

  private static Refused ended(String how) {
    return new Refused(Refused.Code.CONFLICT, "the intent has ended: " + how);
  }

  private static RuntimeException translated(Throwable failure) {
    if (failure instanceof Refused refused) {
      return refused;
    }
    if (failure instanceof WorkflowUpdateException
        && failure.getCause() instanceof ApplicationFailure refusal) {
      return refused(refusal, failure);
    }
    if (failure instanceof WorkflowNotFoundException) {
      return caused(ended("just now"), failure);
    }
    if (failure instanceof WorkflowException || failure instanceof StatusRuntimeException) {
      return unavailable("Temporal does not answer now", failure);
    }
    return new IllegalStateException(failure);
  }

  private static Refused refused(ApplicationFailure refusal, Throwable failure) {
    String words = refusal.getOriginalMessage();
    return switch (refusal.getType()) {
      case Refusals.CONFLICT -> caused(new Refused(Refused.Code.CONFLICT, words), failure);
      case Refusals.INVALID -> caused(new Refused(Refused.Code.INVALID, words), failure);
      default -> unavailable("the workflow could not take it: " + words, failure);
    };
  }

  private static Refused unavailable(String words, Throwable failure) {
    return caused(new Refused(Refused.Code.UNAVAILABLE, words), failure);
  }

  private static Refused caused(Refused refused, Throwable failure) {
    refused.initCause(failure);
    return refused;
  }

  @Override
  public boolean hasWorker(AgentAddress agent) {
    try {
      return temporal
          .isPolled(TaskQueues.agent(agent), RECENTLY)
          .orElseGet(() -> hasBegunSomething(agent));
    } catch (StatusRuntimeException e) {
      throw unavailable("Temporal does not answer now", e);
    }
  }

  /** For servers that do not say who listens: whether what was handed out was taken. */
  private boolean hasBegunSomething(AgentAddress agent) {
    List<UUID> open = ledger.intents().openOf(agent, Intents.BEGINNING, SAMPLE);
    List<Boolean> begun =
        open.stream()
            .map(id -> temporal.hasBegun(WorkflowIds.intent(id), DeliveryActivity.TYPE))
            .flatMap(Optional::stream)
            .toList();
    return begun.contains(true) || begun.isEmpty();
  }

  @Override
  public boolean isReachable() {
    return temporal.answers();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
