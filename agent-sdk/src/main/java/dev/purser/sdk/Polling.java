package dev.purser.sdk;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Temporal hand intents to this worker while Purser lets it in, and as soon as Temporal
 * answers: one that does not is waited for, as a Purser that does not is.
 */
final class Polling {
  private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

  /** How often {@link #show} is called: while Temporal does not answer each call asks. */
  static final Duration TICK = Duration.ofSeconds(1);

  private final WorkerFactory factory;
  private final String agent;
  private final OnceAMinute news = new OnceAMinute();
  private boolean wanted;
  private boolean started;
  private @Nullable String refusal;

  Polling(WorkerFactory factory, String agent) {
    this.factory = factory;
    this.agent = agent;
  }

  synchronized void open() {
    wanted = true;
    if (started) {
      factory.resumePolling();
    } else {
      start();
    }
  }

  synchronized void close() {
    wanted = false;
    if (started) {
      factory.suspendPolling();
    }
  }

  /** Tries again where Temporal did not take this worker. */
  synchronized void show() {
    if (wanted && !started) {
      start();
    }
  }

  /** Why Temporal does not take this worker; null: it does, or has not answered yet. */
  synchronized @Nullable String refusal() {
    return refusal;
  }

  private void start() {
    try {
      factory.start();
    } catch (StatusRuntimeException e) {
      heed(e);
      return;
    }
    started = true;
    refusal = null;
    if (news.over()) {
      LOG.info("Temporal answers: {} takes intents", agent);
    }
  }

  private void heed(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    boolean away = code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    WorkflowClient client = factory.getWorkflowClient();
    String target = client.getWorkflowServiceStubs().getOptions().getTarget();
    refusal =
        away
            ? null
            : "what answers at %s does not take %s in Temporal's namespace %s: %s"
                .formatted(target, agent, client.getOptions().getNamespace(), e.getMessage());
    if (!news.isDue(System.nanoTime())) {
      return;
    }
    if (away) {
      LOG.warn(
          "Temporal does not answer ({}: {}): {} takes no intents until it does",
          target,
          e.getMessage(),
          agent);
    } else {
      LOG.error("{}; it is asked again", refusal);
    }
  }
}
