package dev.purser.standalone.up;

import dev.purser.api.PurserApplication;
import dev.purser.api.PurserConfiguration;
import dev.purser.standalone.CommandError;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API within this process: what Dropwizard's server command does, with settings from a map. */
final class ApiServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  private final Server server;

  private ApiServer(Server server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param settings in place of environment variables
   * @throws CommandError in one line, if it does not start
   */
  static ApiServer start(
      Map<String, String> settings, PurserApplication.WorkflowsFactory workflows) {
    PurserApplication application = new PurserApplication(workflows);
    Bootstrap<PurserConfiguration> bootstrap = new Bootstrap<>(application);
    application.initialize(bootstrap);
    bootstrap.registerMetrics();
    PurserConfiguration configuration = configure(bootstrap, settings);
    Environment environment =
        new Environment(
            application.getName(),
            bootstrap.getObjectMapper(),
            bootstrap.getValidatorFactory(),
            bootstrap.getMetricRegistry(),
            bootstrap.getClassLoader(),
            bootstrap.getHealthCheckRegistry(),
            configuration);
    try {
      configuration.getServerFactory().configure(environment);
      bootstrap.run(configuration, environment);
      application.run(configuration, environment);
      return started(configuration.getServerFactory().build(environment));
    } catch (Exception e) {
      stopManaged(environment);
      throw e instanceof CommandError said
          ? said
          : new CommandError("the API did not start: " + reason(e), e);
    }
  }

  private static PurserConfiguration configure(
      Bootstrap<PurserConfiguration> bootstrap, Map<String, String> settings) {
    try {
      return bootstrap
          .getConfigurationFactoryFactory()
          .create(
              PurserConfiguration.class,
              bootstrap.getValidatorFactory().getValidator(),
              bootstrap.getObjectMapper(),
              "dw")
          .build(
              new SubstitutingSourceProvider(
                  new ResourceConfigurationSourceProvider(), new StringSubstitutor(settings)),
              PurserApplication.CONFIGURATION);
    } catch (IOException | ConfigurationException e) {
      throw new CommandError("the settings cannot be read: " + reason(e), e);
    }
  }

  private static ApiServer started(Server server) {
    try {
      // Whoever started it stops it, before what it stands on: Jetty's own shutdown hook would
      // race.
      server.setStopAtShutdown(false);
      server.start();
      return new ApiServer(server);
    } catch (Exception e) {
      new ApiServer(server).close();
      throw new CommandError("the API did not start: " + reason(e), e);
    }
  }

  private static void stopManaged(Environment environment) {
    environment
        .lifecycle()
        .getManagedObjects()
        .forEach(
            managed -> {
              try {
                managed.stop();
              } catch (Exception e) {
                log.warn("{} did not stop cleanly", managed, e);
              }
            });
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the API did not stop cleanly", e);
    }
  }
}
