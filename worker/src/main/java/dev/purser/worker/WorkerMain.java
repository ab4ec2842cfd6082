package dev.purser.worker;

import dev.purser.activities.messages.MessageSettings;
import dev.purser.activities.messages.Senders;
import dev.purser.activities.telling.Telling;
import dev.purser.ledger.Ledger;
import dev.purser.logging.LogSettings;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.summary.SummarySettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker as a process: PURSER_* and TEMPORAL_* say where everything is. */
final class WorkerMain {
  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final long HEALTH_MINUTES = 1;
  private static final String AWAY = "away";

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
    try (Ledger ledger = Ledger.open(settings.ledger());
        Senders senders =
            new Senders(MessageSettings.fromEnvironment(environment), WorkerMain::logMail);
        Temporal temporal = Temporal.connect(profile);
        PurserWorker worker =
            PurserWorker.start(
                temporal.client(),
                ledger,
                WorkerSettings.DEFAULT,
                Telling.of(ledger, senders, settings.publicUrl(), daily));
        HealthPort health =
            HealthPort.open(settings.healthPort(), () -> isWell(ledger, temporal))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(stop, stopped), "goodbye"));
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
      if (!stopped.await(CONNECT.toSeconds(), TimeUnit.SECONDS)) {
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

  private static boolean isWell(Ledger ledger, Temporal temporal) {
    return !health(ledger).equals(AWAY) && !temporal.health().equals(AWAY);
  }

  /** A connection to Temporal. */
  private record Temporal(WorkflowServiceStubs stubs, WorkflowClient client)
      implements AutoCloseable {
    static Temporal connect(ClientConfigProfile profile) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
      try {
        stubs.connect(CONNECT);
      } catch (RuntimeException e) {
        stubs.shutdownNow();
        throw new IllegalStateException(
            "Temporal at " + profile.getAddress() + " does not answer (TEMPORAL_ADDRESS)", e);
      }
      WorkflowClientOptions options =
          WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
              .setDataConverter(PurserDataConverter.create())
              .build();
      return new Temporal(stubs, WorkflowClient.newInstance(stubs, options));
    }

    String health() {
      try {
        return stubs.healthCheck().getStatus().name();
      } catch (RuntimeException e) {
        return AWAY;
      }
    }

    @Override
    public void close() {
      stubs.shutdown();
    }
  }
}
