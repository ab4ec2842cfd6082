package dev.purser.activities;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.ledger.intents.Intents;
import dev.purser.workflows.WorkflowIds;
import dev.purser.workflows.agent.AgentNews;
import dev.purser.workflows.agent.FanOutActivities;
import dev.purser.workflows.intent.IntentWorkflow;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals an agent's open intents, page by page, a bounded number at once. */
public final class FanOutActivitiesImpl implements FanOutActivities, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FanOutActivitiesImpl.class);
  private static final int PAGE = 100;
  private static final int AT_ONCE = 16;

  private final Intents intents;
  private final WorkflowClient temporal;
  private final ExecutorService senders;

  public FanOutActivitiesImpl(Intents intents, WorkflowClient temporal) {
    this.intents = intents;
    this.temporal = temporal;
    senders =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "fan-out");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How far it has come: where the next try begins. */
  public record Reached(UUID last, long signalled) {}

  @Override
  public long fanOut(String address, AgentNews news) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    Reached reached =
        activity.getHeartbeatDetails(Reached.class).orElse(new Reached(Intents.BEGINNING, 0));
    AgentAddress agent = new AgentAddress(address);
    while (true) {
      List<UUID> page = intents.openOf(agent, reached.last(), PAGE);
      if (page.isEmpty()) {
        return reached.signalled();
      }
      long heard = signal(page, news);
      reached = new Reached(page.get(page.size() - 1), reached.signalled() + heard);
      // Also where it hears that it is cancelled.
      activity.heartbeat(reached);
    }
  }

  private long signal(List<UUID> page, AgentNews news) {
    List<Callable<Boolean>> calls =
        page.stream().map(id -> (Callable<Boolean>) () -> signal(id, news)).toList();
    long heard = 0;
    try {
      for (Future<Boolean> call : senders.invokeAll(calls)) {
        heard += call.get() ? 1 : 0;
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an intent could not be told", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return heard;
  }

  private boolean signal(UUID intent, AgentNews news) {
    try {
      temporal.newWorkflowStub(IntentWorkflow.class, WorkflowIds.intent(intent)).agentNews(news);
      return true;
    } catch (WorkflowNotFoundException e) {
      // Closed, or not started: then it reads the same before its first delivery.
      log.debug("intent {} does not run", intent);
      return false;
    }
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}
