package dev.purser.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.PostgresServer;
import dev.purser.standalone.embedded.TemporalServer;
import dev.purser.standalone.story.Story;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The api-server and the worker of docker-compose.yml as two processes: with the commands and the
 * environment that it gives them, and addresses on loopback in place of the containers' names.
 */
final class TestCluster {
  private static final String ADMIN_KEY = "pk_admin_of_the_cluster_test";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final ComposeFile compose = ComposeFile.read(Map.of("PURSER_ADMIN_KEY", ADMIN_KEY));
  private final int port = Ports.anyFree();
  private final int adminPort = Ports.anyFree();
  private final int healthPort = Ports.anyFree();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stopProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @Tag("temporal")
  void tellsTheStoryOverARestartOfBothProcesses() throws Exception {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer postgres = PostgresServer.start(directory);
        TemporalServer temporal = TemporalServer.start("dev", directory)) {
      createDatabaseUser(postgres);
      String database = postgres.jdbcUrl().replaceFirst(".*//([^/]*)/.*", "$1");
      startBoth(database, temporal.target());
      Story story = new Story(new PurserClient("http://127.0.0.1:" + port, ADMIN_KEY), Story.CALL);
      String intent = story.runAway();

      stopProcesses();
      startBoth(database, temporal.target());
      assertThat(story.intent(intent).path("status").asText()).isEqualTo("WAITING");
      story.releaseAndStopAgain(intent);
      story.kill(intent);
    }
  }

  /** As the database's image makes it from POSTGRES_USER and POSTGRES_PASSWORD. */
  private void createDatabaseUser(PostgresServer postgres) throws SQLException {
    Map<String, String> database = compose.service("ledger-database").environment();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s SUPERUSER LOGIN PASSWORD '%s'"
              .formatted(database.get("POSTGRES_USER"), database.get("POSTGRES_PASSWORD")));
    }
  }

  private void startBoth(String database, String temporal) throws Exception {
    Process api = start("api-server", database, temporal);
    Process worker = start("worker", database, temporal);
    awaitHealthy("api-server", api);
    awaitHealthy("worker", worker);
  }

  private Process start(String name, String database, String temporal) throws IOException {
    ComposeFile.Service service = compose.service(name);
    List<String> command = new ArrayList<>(Dockerfile.read().entrypoint());
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.replaceAll(
        word -> word.equals("/app/lib/*") ? System.getProperty("java.class.path") : word);
    command.addAll(service.list("command"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    service
        .environment()
        .forEach(
            (variable, value) ->
                builder.environment().put(variable, onLoopback(value, database, temporal)));
    builder.environment().computeIfPresent("PURSER_PORT", (variable, inside) -> "" + port);
    builder
        .environment()
        .computeIfPresent("PURSER_WORKER_HEALTH_PORT", (variable, inside) -> "" + healthPort);
    builder.environment().put("PURSER_ADMIN_PORT", "" + adminPort);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log(name).toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private static String onLoopback(String value, String database, String temporal) {
    return value
        .replace("ledger-database:5432", database)
        .replace("temporal:7233", temporal)
        .replace("0.0.0.0", "127.0.0.1");
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** By the service's own check, where the Dockerfile puts its script. */
  private void awaitHealthy(String name, Process process) throws Exception {
    List<String> check =
        healthcheck(name).stream()
            .skip(1)
            .map(word -> word.equals("/app/healthy") ? script() : word)
            .map(word -> word.equals("8080") ? "" + port : word)
            .map(word -> word.equals("8082") ? "" + healthPort : word)
            .toList();
    Instant end = Instant.now().plus(PATIENCE);
    while (exitValue(check) != 0) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError(name + " is not healthy:\n" + Files.readString(log(name)));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private List<String> healthcheck(String name) {
    return ((List<?>) compose.service(name).map("healthcheck").get("test"))
        .stream().map(String::valueOf).toList();
  }

  private static String script() {
    return ComposeFile.PROJECT.resolve("deploy/healthy").toString();
  }

  private static int exitValue(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
