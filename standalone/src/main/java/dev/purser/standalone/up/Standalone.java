package dev.purser.standalone.up;

import dev.purser.activities.messages.MessageSettings;
import dev.purser.activities.messages.Senders;
import dev.purser.activities.telling.SummaryEnvironment;
import dev.purser.activities.telling.Telling;
import dev.purser.api.Closing;
import dev.purser.api.PurserApplication;
import dev.purser.api.courier.TemporalWorkflows;
import dev.purser.domain.InvalidFieldException;
import dev.purser.logging.LogSettings;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.Logs;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.PostgresServer;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.worker.PurserWorker;
import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.summary.SummarySettings;
import io.temporal.client.WorkflowClient;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything in one process: PostgreSQL, Temporal, the worker and the API, on loopback. */
public final class Standalone implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Standalone.class);
  private static final String ADMIN_KEY = "PURSER_ADMIN_KEY";
  private static final String ADMIN_PORT = "PURSER_ADMIN_PORT";
  private static final String ZONE = "PURSER_TIMEZONE";
  private static final String UI_URL = "PURSER_TEMPORAL_UI_URL";

  /**
   * What was asked for.
   *
   * @param data where everything is kept
   * @param port of the API
   * @param temporal one of {@link TemporalServer#CHOICES}
   * @param resources of Jersey that the API has besides its own
   * @param environment the settings, PURSER_*
   * @param console where mails are shown while no mail server is set; takes a whole one at a time
   */
  public record Options(
      Path data,
      int port,
      String temporal,
      List<?> resources,
      Map<String, String> environment,
      Consumer<String> console) {
    /** The API as it is, with this process's environment; mails are dropped. */
    public Options(Path data, int port, String temporal) {
      this(data, port, temporal, List.of(), System.getenv(), mail -> {});
    }

    /** The same with this choice of Temporal. */
    public Options withTemporal(String choice) {
      return new Options(data, port, choice, resources, environment, console);
    }

    /** The same with more resources. */
    public Options withResources(List<?> more) {
      return new Options(data, port, temporal, more, environment, console);
    }

    /** The same with other settings. */
    public Options withEnvironment(Map<String, String> other) {
      return new Options(data, port, temporal, resources, other, console);
    }

    /** The same, with mails shown here. */
    public Options withConsole(Consumer<String> here) {
      return new Options(data, port, temporal, resources, environment, here);
    }
  }

  private final Deque<AutoCloseable> parts;
  private final PostgresServer postgres;
  private final TemporalServer temporal;
  private final String url;
  private final String adminKey;
  private final int healthPort;
  private final Options options;

  private Standalone(
      Deque<AutoCloseable> parts,
      Options options,
      PostgresServer postgres,
      TemporalServer temporal,
      String url,
      String adminKey,
      int healthPort) {
    this.healthPort = healthPort;
    this.parts = parts;
    this.options = options;
    this.postgres = postgres;
    this.temporal = temporal;
    this.url = url;
    this.adminKey = adminKey;
  }

  /**
   * Starts all of it, and first stops what a killed predecessor left running.
   *
   * @throws CommandError in one line, if any of it does not start; nothing is left running then
   */
  public static Standalone start(Options options) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return start(options, parts);
    } catch (RuntimeException e) {
      stop(parts);
      throw e;
    }
  }

  private static Standalone start(Options options, Deque<AutoCloseable> parts) {
    LogSettings logs = logs(options);
    SummarySettings daily = daily(options);
    DataDirectory directory = opened(parts, DataDirectory.open(options.data()));
    Ports.requireFree(options.port(), "--port");
    Logs.toFile(directory.log("purser"), logs);
    PostgresServer postgres = opened(parts, PostgresServer.start(directory));
    TemporalServer temporal = opened(parts, TemporalServer.start(options.temporal(), directory));
    String url = "http://127.0.0.1:" + options.port();
    String adminKey = environment(options.environment(), ADMIN_KEY).orElseGet(directory::adminKey);
    ApiServer api =
        opened(
            parts,
            ApiServer.start(
                settings(options, postgres, temporal, url, adminKey),
                workflows(temporal, options, daily, parts)));
    directory.write(DataDirectory.URL, url);
    return new Standalone(parts, options, postgres, temporal, url, adminKey, api.healthPort());
  }

  private static Map<String, String> settings(
      Options options, PostgresServer postgres, TemporalServer temporal, String url, String key) {
    Map<String, String> settings = new HashMap<>(options.environment());
    settings.put("PURSER_DATABASE_URL", postgres.url());
    settings.put("PURSER_BIND", "127.0.0.1");
    settings.put("PURSER_PORT", Integer.toString(options.port()));
    settings.putIfAbsent(ADMIN_PORT, "0");
    settings.put(ADMIN_KEY, key);
    settings.putIfAbsent("PURSER_PUBLIC_URL", url);
    temporal.uiUrl().ifPresent(ui -> settings.putIfAbsent(UI_URL, ui));
    return settings;
  }

  /** Where the server is; namespace and credentials as Temporal's own variables say. */
  private static ClientConfigProfile profile(TemporalServer temporal) {
    try {
      return ClientConfigProfile.load().toBuilder().setAddress(temporal.target()).build();
    } catch (IOException e) {
      throw new CommandError("Temporal's settings cannot be read: " + e.getMessage(), e);
    }
  }

  /** The worker lives with the API and shares its ledger. */
  private static PurserApplication.WorkflowsFactory workflows(
      TemporalServer temporal, Options options, SummarySettings daily, Deque<AutoCloseable> parts) {
    ClientConfigProfile profile = profile(temporal);
    Senders senders = opened(parts, senders(options));
    return (configuration, ledger, environment) -> {
      ledger.requireDurable();
      options.resources().forEach(environment.jersey()::register);
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
      environment.lifecycle().manage(new Closing(stubs::shutdownNow));
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs,
              profile.toWorkflowClientOptions().toBuilder()
                  .setDataConverter(PurserDataConverter.create())
                  .build());
      environment
          .lifecycle()
          .manage(
              new Closing(
                  PurserWorker.start(
                      client,
                      ledger,
                      temporal.worker(),
                      Telling.of(ledger, senders, URI.create(configuration.publicUrl()), daily))));
      return new TemporalWorkflows(profile).connect(configuration, ledger, environment);
    };
  }

  private static LogSettings logs(Options options) {
    try {
      return LogSettings.of(options.environment());
    } catch (IllegalArgumentException e) {
      throw new CommandError(String.valueOf(e.getMessage()), e);
    }
  }

  private static Senders senders(Options options) {
    try {
      return new Senders(MessageSettings.fromEnvironment(options.environment()), options.console());
    } catch (InvalidFieldException e) {
      throw new CommandError(e.field() + " " + e.reason(), e);
    }
  }

  private static SummarySettings daily(Options options) {
    try {
      return SummaryEnvironment.read(
          options.environment(), ZoneId.of(environment(options.environment(), ZONE).orElse("UTC")));
    } catch (InvalidFieldException e) {
      throw new CommandError(e.field() + " " + e.reason(), e);
    } catch (DateTimeException e) {
      throw new CommandError(ZONE + " must be a time zone such as Europe/Berlin", e);
    }
  }

  private static Optional<String> environment(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
    parts.push(part);
    return part;
  }

  /** Where the API answers. */
  public String url() {
    return url;
  }

  /** On which port health, readiness and metrics are told. */
  public int healthPort() {
    return healthPort;
  }

  /** The Temporal server it works with. */
  public TemporalServer temporal() {
    return temporal;
  }

  /** The key of the administrator. */
  public String adminKey() {
    return adminKey;
  }

  /** Whether the administrator's key came with the environment rather than from the directory. */
  public boolean keyFromEnvironment() {
    return environment(options.environment(), ADMIN_KEY).isPresent();
  }

  /** Whether mails leave, rather than only show on the console. */
  public boolean sendsMail() {
    return environment(options.environment(), "PURSER_SMTP_URL").isPresent();
  }

  /** Tells this, in one sentence, where a part has ended that it cannot go on without. */
  void whenLost(Consumer<String> tell) {
    postgres.whenLost(tell);
  }

  /** Its database, for those who make up a past. */
  public Jdbi database() {
    return Jdbi.create(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  /** A client with the administrator's key. */
  public PurserClient client() {
    return new PurserClient(url, adminKey);
  }

  /** Stops the parts in the reverse order of their start. */
  @Override
  public void close() {
    stop(parts);
  }

  private static synchronized void stop(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not stop cleanly", part, e);
      }
    }
  }
}
