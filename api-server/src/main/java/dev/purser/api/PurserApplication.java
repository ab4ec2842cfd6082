package dev.purser.api;

import dev.purser.api.agents.AgentActs;
import dev.purser.api.agents.AgentActsResource;
import dev.purser.api.agents.AgentsResource;
import dev.purser.api.agents.CorrectionsResource;
import dev.purser.api.agents.ScopeActsResource;
import dev.purser.api.alerts.AlertsResource;
import dev.purser.api.auth.AuthFilter;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.CallerParam;
import dev.purser.api.auth.KeyListener;
import dev.purser.api.auth.Subjects;
import dev.purser.api.authorizations.AuthorizationsResource;
import dev.purser.api.channels.ChannelDesk;
import dev.purser.api.channels.ChannelsResource;
import dev.purser.api.grants.GrantsResource;
import dev.purser.api.health.HealthResource;
import dev.purser.api.health.Prometheus;
import dev.purser.api.heartbeat.HealthBook;
import dev.purser.api.heartbeat.HeartbeatResource;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Answers;
import dev.purser.api.http.BodyReader;
import dev.purser.api.http.BreakOff;
import dev.purser.api.http.Connections;
import dev.purser.api.http.ContentTypes;
import dev.purser.api.http.CsvWriter;
import dev.purser.api.http.JettyErrors;
import dev.purser.api.http.ProblemMapper;
import dev.purser.api.http.TraceFilter;
import dev.purser.api.http.Waiting;
import dev.purser.api.http.Wire;
import dev.purser.api.intents.IntentActs;
import dev.purser.api.intents.IntentActsResource;
import dev.purser.api.intents.IntentDesk;
import dev.purser.api.intents.IntentSettingsResource;
import dev.purser.api.intents.IntentWorkResource;
import dev.purser.api.intents.IntentsResource;
import dev.purser.api.intents.PullResource;
import dev.purser.api.keys.KeysResource;
import dev.purser.api.metrics.MetricsResource;
import dev.purser.api.metrics.ReportReader;
import dev.purser.api.openapi.OpenApiResource;
import dev.purser.api.pages.Dashboard;
import dev.purser.api.pages.view.Templates;
import dev.purser.api.policies.AgentPolicyResource;
import dev.purser.api.policies.PolicyDesk;
import dev.purser.api.policies.PreviewResource;
import dev.purser.api.policies.ScopePolicyResource;
import dev.purser.api.prices.PricesResource;
import dev.purser.api.reports.ReportsResource;
import dev.purser.api.why.WhyResource;
import dev.purser.health.HealthPort;
import dev.purser.health.Readiness;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.Store;
import dev.purser.ledger.authorizations.Authorizations;
import io.dropwizard.assets.AssetsBundle;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ServerProperties;

/** The HTTP server. Reads top to bottom as the list of what it is made of. */
public class PurserApplication extends Application<PurserConfiguration> {
  /**
   * The configuration that comes with the program, all of it to be set by environment variables.
   */
  public static final String CONFIGURATION = "purser.yml";

  private static final UriCompliance ADDRESSES_IN_PATHS =
      UriCompliance.from(
          EnumSet.of(
              UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
              UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
  private static final int ANSWERING_THREADS = 4;
  private static final int CLAIMING_THREADS = 16;

  /** Ledger, Temporal, Intake, and one to spare. */
  private static final int PARTS = 4;

  private final WorkflowsFactory factory;
  private volatile int healthPort;

  /**
   * @param factory finds the workflows, once the ledger is open
   */
  public PurserApplication(WorkflowsFactory factory) {
    this.factory = factory;
  }

  /** Finds the workflows; what it starts it hands to the environment to stop. */
  public interface WorkflowsFactory {
    Workflows connect(PurserConfiguration configuration, Ledger ledger, Environment environment);
  }

  @Override
  public String getName() {
    return "purser";
  }

  /** Logback finds its configuration itself, the one that all processes ship. */
  @Override
  protected void bootstrapLogging() {}

  @Override
  public void initialize(Bootstrap<PurserConfiguration> bootstrap) {
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            new ResourceConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
    bootstrap.addBundle(new Templates());
    bootstrap.addBundle(new AssetsBundle("/assets", "/assets", null, "assets"));
    bootstrap.addBundle(
        new AssetsBundle("/META-INF/resources/webjars", "/webjars", null, "webjars"));
  }

  @Override
  public void run(PurserConfiguration configuration, Environment environment)
      throws IOException, InterruptedException {
    Clock clock = Clock.systemUTC();
    Readiness readiness = new Readiness(PARTS);
    environment.lifecycle().manage(new Closing(readiness));
    PrometheusRegistry figures = Prometheus.registry(environment.metrics());
    readiness.register(figures);
    HealthPort port =
        HealthPort.open(configuration.adminBind(), configuration.adminPort(), readiness, figures);
    healthPort = port.port();
    environment.lifecycle().manage(new Closing(port));
    Ledger ledger = Ledger.await(configuration.ledger(), readiness::startsWith);
    environment.lifecycle().manage(new Closing(ledger));
    readiness.startsWith("the server starts");
    Workflows workflows = factory.connect(configuration, ledger, environment);
    if (configuration.adminKey() != null) {
      ledger.keys().bootstrap(configuration.adminKey());
    }
    ledger.keys().refresh();
    environment.lifecycle().manage(new KeyListener(ledger));

    ExecutorService answers =
        environment
            .lifecycle()
            .executorService("answers-%d")
            .minThreads(ANSWERING_THREADS)
            .maxThreads(ANSWERING_THREADS)
            .build();
    Waiting waiting = new Waiting();
    environment
        .lifecycle()
        .addEventListener(
            beforeStopping(
                () -> {
                  drain(readiness, configuration.drain());
                  waiting.close();
                }));
    environment.lifecycle().addServerLifecycleListener(server -> readiness.begun());

    allowAddressesInPaths(configuration, environment);
    JettyErrors errors = new JettyErrors();
    environment.getApplicationContext().setErrorHandler(errors);
    environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(errors));
    // The settings have been read by now: what is left to this mapper are answers.
    Wire.forAnswers(environment.getObjectMapper());
    environment
        .servlets()
        .addFilter("content-types", new ContentTypes())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    environment.lifecycle().addEventListener(new BeforeRequests(ledger, clock));
    addHttp(environment.jersey(), ledger, clock);
    Connections connections = new Connections();
    environment
        .servlets()
        .addFilter("connections", connections)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/v1/*");
    Subjects subjects =
        new Subjects(id -> ledger.intents().get(id).map(intent -> intent.agent()).orElse(null));
    AgentPaths paths = new AgentPaths(id -> ledger.agents().byId(id).orElse(null));
    IntentDesk desk = new IntentDesk(ledger, subjects, configuration.temporalPages());
    register(
        environment.jersey(),
        resources(
            configuration,
            readiness,
            ledger,
            workflows,
            environment,
            subjects,
            paths,
            desk,
            new Answers(answers),
            waiting,
            connections,
            clock));
    Dashboard.register(
        environment.jersey(), configuration, ledger, workflows, desk, paths, waiting, clock);
    watch(readiness, ledger, workflows);
    ledger.register(figures);
    environment.metrics().registerGauge("purser.waiting", waiting::count);
  }

  /** Where health, readiness and metrics are told, once it runs. */
  public int healthPort() {
    return healthPort;
  }

  /** Serves on for a while, so that balancers have seen it and send nothing more. */
  private static void drain(Readiness readiness, Duration time) {
    readiness.draining();
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LifeCycle.Listener beforeStopping(Runnable what) {
    return new LifeCycle.Listener() {
      @Override
      public void lifeCycleStopping(LifeCycle server) {
        what.run();
      }
    };
  }

  /** An agent's address stands in paths as it is, with its slashes: //, or encoded ones. */
  private static void allowAddressesInPaths(
      PurserConfiguration configuration, Environment environment) {
    if (configuration.getServerFactory() instanceof DefaultServerFactory server) {
      server.getApplicationConnectors().stream()
          .filter(HttpConnectorFactory.class::isInstance)
          .map(HttpConnectorFactory.class::cast)
          .forEach(connector -> connector.setUriCompliance(ADDRESSES_IN_PATHS));
    }
    environment.getApplicationContext().getServletHandler().setDecodeAmbiguousURIs(true);
  }

  private static void addHttp(JerseyEnvironment jersey, Ledger ledger, Clock clock) {
    jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    jersey.register(new CallerParam.Binder());
    jersey.register(
        new AuthFilter(
            key -> ledger.keys().find(key, clock.instant()).map(Caller::of).orElse(null)));
    jersey.register(new TraceFilter());
    jersey.register(new BodyReader());
    jersey.register(new CsvWriter());
    jersey.register(BreakOff.class);
    jersey.register(new ProblemMapper(clock));
  }

  private static List<Object> resources(
      PurserConfiguration configuration,
      Readiness readiness,
      Ledger ledger,
      Workflows workflows,
      Environment environment,
      Subjects subjects,
      AgentPaths paths,
      IntentDesk desk,
      Answers answers,
      Waiting waiting,
      Connections connections,
      Clock clock) {
    HealthBook health =
        new HealthBook(
            agent ->
                ledger
                    .agents()
                    .get(agent)
                    .flatMap(detail -> Optional.ofNullable(detail.agent().lastHeartbeatAt()))
                    .orElse(null),
            clock);
    ChannelDesk channels = configuration.channels(ledger);
    PolicyDesk policies = new PolicyDesk(ledger, channels, configuration.zone());
    Authorizations authorizations = new Authorizations(new Store(ledger.jdbi()));
    Executor claims =
        environment
            .lifecycle()
            .executorService("claims-%d")
            .minThreads(CLAIMING_THREADS)
            .maxThreads(CLAIMING_THREADS)
            .build();
    DoubleAdder pastLimit = new DoubleAdder();
    environment.metrics().registerGauge("purser.late_past_limit_usd", pastLimit::sum);
    return List.of(
        new HealthResource(readiness::now),
        new MetricsResource(
            ledger.intake(), new ReportReader(subjects), health, answers, clock, pastLimit),
        new AuthorizationsResource(ledger.intake(), subjects, authorizations::owners, answers),
        new HeartbeatResource(
            ledger.agents(),
            ledger.deliveries(),
            ledger.intake(),
            subjects,
            health,
            connections,
            configuration.unnamedClaims()),
        new IntentsResource(ledger.intake(), desk, answers, clock),
        new IntentActsResource(workflows, new IntentActs(ledger, workflows, desk), desk),
        new IntentSettingsResource(ledger, workflows, desk, clock),
        new IntentWorkResource(ledger.deliveries(), workflows, desk, waiting),
        new PullResource(ledger, workflows, desk, paths, waiting, claims, connections, clock),
        new WhyResource(
            ledger.intents(), ledger.snapshots(), ledger.agents(), workflows, subjects, paths),
        new AgentsResource(ledger, paths),
        new AgentActsResource(new AgentActs(ledger, workflows), paths),
        new ScopeActsResource(ledger),
        new GrantsResource(ledger.agents(), ledger.intake(), subjects, paths),
        new CorrectionsResource(ledger.intake(), subjects),
        new AgentPolicyResource(policies, paths),
        new ScopePolicyResource(policies),
        new PreviewResource(policies, paths, clock),
        new PricesResource(ledger.prices(), ledger.reposting()),
        new ReportsResource(ledger.reports(), clock),
        new AlertsResource(ledger.alerts(), ledger.incidents()),
        new ChannelsResource(ledger.channels(), channels, workflows),
        new KeysResource(ledger.keys(), clock));
  }

  private static void register(JerseyEnvironment jersey, List<Object> resources) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    new ArrayList<>(resources).forEach(resource -> classes.add(resource.getClass()));
    classes.add(OpenApiResource.class);
    resources.forEach(jersey::register);
    jersey.register(OpenApiResource.of(classes));
  }

  private static void watch(Readiness readiness, Ledger ledger, Workflows workflows) {
    readiness.part("ledger", ledger::trouble);
    readiness.part("temporal", () -> workflows.isReachable() ? null : "does not answer");
    readiness.part("intake", ledger.intake()::trouble);
  }
}
