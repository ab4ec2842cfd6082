package dev.purser.standalone.cluster;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.embedded.PostgresServer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The api-server and the worker of docker-compose.yml as two processes: with the commands and the
 * environment that it gives them, and addresses on loopback in place of the containers' names.
 */
final class Cluster implements AutoCloseable {
  static final String ADMIN_KEY = "pk_admin_of_the_cluster_test";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ComposeFile compose = ComposeFile.read(Map.of("PURSER_ADMIN_KEY", ADMIN_KEY));
  private final int port = Ports.anyFree();
  private final int adminPort = Ports.anyFree();
  private final int healthPort = Ports.anyFree();
  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final String database;
  private final String temporal;
  private final Map<String, String> more;

  /**
   * @param folder for the logs
   * @param temporal where Temporal answers
   * @param more variables than the compose file sets
   */
  Cluster(Path folder, PostgresServer postgres, String temporal, Map<String, String> more)
      throws SQLException {
    this.folder = folder;
    this.database = postgres.jdbcUrl().replaceFirst(".*//([^/]*)/.*", "$1");
    this.temporal = temporal;
    this.more = new HashMap<>(more);
    createDatabaseUser(postgres);
  }

  /** As the database's image makes it from POSTGRES_USER and POSTGRES_PASSWORD. */
  private void createDatabaseUser(PostgresServer postgres) throws SQLException {
    Map<String, String> variables = compose.service("ledger-database").environment();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s SUPERUSER LOGIN PASSWORD '%s'"
              .formatted(variables.get("POSTGRES_USER"), variables.get("POSTGRES_PASSWORD")));
    }
  }

  /** Starts api-server and worker; returns when both are well by their own checks. */
  void start() throws Exception {
    Process api = start("api-server");
    Process worker = start("worker");
    awaitHealthy("api-server", api);
    awaitHealthy("worker", worker);
  }

  private Process start(String name) throws IOException {
    ComposeFile.Service service = compose.service(name);
    List<String> command = new ArrayList<>(Dockerfile.read().entrypoint());
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.replaceAll(
        word -> word.equals("/app/lib/*") ? System.getProperty("java.class.path") : word);
    command.addAll(service.list("command"));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    service.environment().forEach((variable, value) -> environment.put(variable, here(value)));
    environment.computeIfPresent("PURSER_PORT", (variable, inside) -> "" + port);
    environment.computeIfPresent(
        "PURSER_WORKER_HEALTH_PORT", (variable, inside) -> "" + healthPort);
    environment.put("PURSER_ADMIN_PORT", "" + adminPort);
    environment.putAll(more);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log(name).toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private String here(String value) {
    return value
        .replace("ledger-database:5432", database)
        .replace("temporal:7233", temporal)
        .replace("0.0.0.0", "127.0.0.1");
  }

  /** Where the API answers. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** All that the service has written, on either stream. */
  String output(String name) throws IOException {
    return Files.readString(log(name));
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
        throw new AssertionError(name + " is not healthy:\n" + output(name));
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

  /** Kills both. */
  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    processes.clear();
  }
}
