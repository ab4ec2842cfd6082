package dev.purser.worker;

import com.uber.m3.tally.Scope;
import dev.purser.activities.messages.MessageSettings;
import dev.purser.activities.messages.Senders;
import dev.purser.activities.telling.Telling;
import dev.purser.health.HealthPort;
import dev.purser.health.Readiness;
import dev.purser.ledger.Ledger;
import dev.purser.logging.LogSettings;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.TemporalAway;
import dev.purser.workflows.summary.SummarySettings;
import io.grpc.StatusRuntimeException;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker as a process: PURSER_* and TEMPORAL_* say where everything is. */
final class WorkerMain {
  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);
  private static final Duration GOODBYE = Duration.ofSeconds(30);
  private static final Duration TRY = Duration.ofSeconds(5);
  private static final long BETWEEN_TRIES_MS = 500;
  private static final long TRIES_A_LINE = 10;

  private static final long HEALTH_MINUTES = 1;
  private static final String AWAY = "away";

  /** Ledger, Temporal, and one to spare. */
  private static final int PARTS = 3;

  private WorkerMain() {}

  static void run(Map<String, String> environment) {
    try {
      work(environment);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOException e) {
      String message = e.getMessage();
      System.err.println(
          "purser worker: "
              + (message == null ? e.toString() : message.lines().findFirst().orElse("")));
      log.debug("the worker did not start", e);
      System.exit(1);
    }
  }

  private static void work(Map<String, String> environment)
      throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    LogSettings.of(environment); // refuses what is wrong in them
    WorkerEnvironment settings = new WorkerEnvironment(environment);
    SummarySettings daily = settings.summary();
    ClientConfigProfile profile = ClientConfigProfile.load();
    PrometheusRegistry figures = new PrometheusRegistry();
    JvmMetrics.builder().register(figures);
    try (Readiness readiness = watched(figures);
        HealthPort health =
            HealthPort.open(settings.healthBind(), settings.healthPort(), readiness, figures);
        Ledger ledger = Ledger.await(settings.ledger(), readiness::startsWith);
        Senders senders =
            new Senders(MessageSettings.fromEnvironment(environment), WorkerMain::logMail);
        Temporal temporal = Temporal.connect(profile, readiness, TemporalMetrics.in(figures));
        PurserWorker worker =
            PurserWorker.start(
                temporal.client(),
                ledger,
                WorkerSettings.DEFAULT,
                Telling.of(ledger, senders, settings.publicUrl(), daily))) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    readiness.draining();
                    leave(stop, stopped);
                  },
                  "goodbye"));
      ledger.register(figures);
      readiness.part("ledger", ledger::trouble);
      readiness.part("temporal", temporal::trouble);
      readiness.begun();
      log.info(
          "works for {} in namespace {}; health on port {}{}",
          profile.getAddress(),
          temporal.client().getOptions().getNamespace(),
          health.port(),
          worker.hasSearchAttributes() ? "" : ", without search attributes");
      watch(ledger, temporal, stop);
    } finally {
      stopped.countDown();
    }
  }

  private static Readiness watched(PrometheusRegistry figures) {
    Readiness readiness = new Readiness(PARTS);
    readiness.register(figures);
    return readiness;
  }

  private static void logMail(String mail) {
    log.info(
        "no PURSER_SMTP_URL is set, so this mail is shown here only:{}{}",
        System.lineSeparator(),
        mail);
  }

  /** The process may end only after what is in hand has ended. */
  private static void leave(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      if (!stopped.await(GOODBYE.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("leaves work in hand: it did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says once a minute whether it can do its work, until it is told to stop. */
  private static void watch(Ledger ledger, Temporal temporal, CountDownLatch stop)
      throws InterruptedException {
    do {
      log.info("health: ledger {}, Temporal {}", health(ledger), temporal.health());
    } while (!stop.await(HEALTH_MINUTES, TimeUnit.MINUTES));
  }

  private static String health(Ledger ledger) {
    try {
      return ledger.carriage().backlog().due() + " to be carried";
    } catch (RuntimeException e) {
      return AWAY;
    }
  }

  /** A connection to Temporal. */
  private record Temporal(WorkflowServiceStubs stubs, WorkflowClient client)
      implements AutoCloseable {
    static Temporal connect(ClientConfigProfile profile, Readiness readiness, Scope metrics)
        throws InterruptedException {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
                  .setMetricsScope(metrics)
                  .build());
      try {
        await(stubs, profile.getAddress(), readiness);
      } catch (RuntimeException | InterruptedException e) {
        stubs.shutdownNow();
        throw e;
      }
      WorkflowClientOptions options =
          WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
              .setDataConverter(PurserDataConverter.create())
              .build();
      return new Temporal(stubs, WorkflowClient.newInstance(stubs, options));
    }

    /** However long it is away; what it refuses is not tried again. */
    private static void await(WorkflowServiceStubs stubs, String address, Readiness readiness)
        throws InterruptedException {
      readiness.startsWith("Temporal at " + address + " is connected to");
      for (long tries = 0; ; tries++) {
        try {
          stubs.connect(TRY);
          return;
        } catch (StatusRuntimeException e) {
          String why = "Temporal at " + address + " does not answer (TEMPORAL_ADDRESS)";
          if (!TemporalAway.isToldBy(e)) {
            throw new IllegalStateException(
                "Temporal at " + address + " refuses: " + e.getStatus() + " (TEMPORAL_*)", e);
          }
          readiness.startsWith(why);
          if (tries % TRIES_A_LINE == 0) {
            log.warn("{}; waiting for it", why);
          }
          TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MS);
        }
      }
    }

    String health() {
      try {
        return stubs.healthCheck().getStatus().name();
      } catch (RuntimeException e) {
        return AWAY;
      }
    }

    @Nullable String trouble() {
      return health().equals(AWAY) ? "does not answer" : null;
    }

    @Override
    public void close() {
      stubs.shutdown();
    }
  }
}
