package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on loopback with its files in the data directory; durable, or not started. Who
 * connects needs the password that lies in the data directory: every user of the machine reaches
 * loopback.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final String USER = "postgres";
  private static final String DATABASE = "purser";

  /**
   * What "acknowledged" rests on. The library's defaults, made for tests, are all but the last off.
   */
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final String PASSWORD_FILE = "postgres.password";

  /** So often it is started again before it is given up. */
  private static final int TRIES = 3;

  private final EmbeddedPostgres.Builder builder;
  private final Path files;
  private final String jdbcUrl;
  private final String password;
  private EmbeddedPostgres postgres;
  private boolean closed;
  private volatile Consumer<String> lost = words -> log.error("{}", words);

  private PostgresServer(
      EmbeddedPostgres.Builder builder,
      EmbeddedPostgres postgres,
      Path files,
      String jdbcUrl,
      String password) {
    this.builder = builder;
    this.postgres = postgres;
    this.files = files;
    this.jdbcUrl = jdbcUrl;
    this.password = password;
  }

  /**
   * Stops what a killed predecessor left running on these files, then starts. What ends by itself
   * later is started again.
   */
  public static PostgresServer start(DataDirectory directory) {
    Path files = directory.resolve("postgres");
    LeftOver.end(files);
    int port = Ports.remembered(directory, "postgres", 0);
    String password = directory.secret(PASSWORD_FILE);
    Redirect output = Redirect.appendTo(directory.log("postgres").toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(files)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START)
            .setPort(port)
            .setOverrideWorkingDirectory(Binaries.folder(directory).toFile())
            .setOutputRedirector(output)
            .setErrorRedirector(output)
            .setLocaleConfig("locale", "C")
            // Options of initdb like the locale; the library itself asks for trust, before these.
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", directory.resolve(PASSWORD_FILE).toString())
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("max_connections", "100");
    DURABLE.forEach(setting -> builder.setServerConfig(setting, "on"));
    try {
      return ready(builder, builder.start(), files, port, password);
    } catch (IOException | IllegalStateException e) {
      throw new CommandError(
          "PostgreSQL did not start; its log is " + directory.log("postgres"), e);
    }
  }

  private static PostgresServer ready(
      EmbeddedPostgres.Builder builder,
      EmbeddedPostgres postgres,
      Path files,
      int port,
      String password)
      throws IOException {
    String base = "jdbc:postgresql://127.0.0.1:" + port + "/";
    try (Connection connection = DriverManager.getConnection(base + "postgres", USER, password)) {
      Trust.end(connection, files, password);
      createDatabase(connection);
    } catch (SQLException e) {
      postgres.close();
      throw new CommandError("PostgreSQL does not answer: " + e.getMessage(), e);
    }
    log.info("PostgreSQL listens on 127.0.0.1:{}", port);
    PostgresServer server = new PostgresServer(builder, postgres, files, base + DATABASE, password);
    server.watch();
    return server;
  }

  /** Has it started again once its process ends. */
  private void watch() {
    LeftOver.server(files)
        .ifPresent(
            process -> {
              var unused =
                  process
                      .onExit()
                      .thenRunAsync(
                          this::ended, task -> new Thread(task, "postgres-again").start());
            });
  }

  private void ended() {
    if (!startAgain()) {
      lost.accept(
          "PostgreSQL has ended and does not start again; its log is logs/postgres.log in the data"
              + " directory");
    }
  }

  /** Whether it runs again, or is not to. */
  private synchronized boolean startAgain() {
    for (int tries = 0; tries < TRIES && !closed; tries++) {
      log.error("PostgreSQL has ended by itself and is started again");
      try {
        // Frees the library's own lock; there is nothing left to stop.
        postgres.close();
        LeftOver.end(files);
        postgres = builder.start();
        log.info("PostgreSQL runs again");
        watch();
        return true;
      } catch (IOException | RuntimeException e) {
        log.error("PostgreSQL did not start again", e);
      }
    }
    return closed;
  }

  /** Tells this, in one sentence, where it ends and cannot be started again. */
  public void whenLost(Consumer<String> tell) {
    lost = tell;
  }

  private static void createDatabase(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (row.next()) {
        return;
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  /** Where the ledger is, for a JDBC driver. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /** The same as {@code PURSER_DATABASE_URL} says it. */
  public String url() {
    return jdbcUrl.replace("jdbc:postgresql://", "postgresql://" + USER + ":" + password + "@");
  }

  /** Who connects. */
  public String user() {
    return USER;
  }

  /** With what. */
  public String password() {
    return password;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      postgres.close();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly; it recovers at the next start", e);
    }
  }
}
