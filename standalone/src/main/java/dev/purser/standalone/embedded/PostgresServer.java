package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
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
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final String USER = "postgres";
  private static final String DATABASE = "purser";

  /**
   * What "acknowledged" rests on. The library's defaults, made for tests, are all but the last off.
   */
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final String PASSWORD_FILE = "postgres.password";

  private final EmbeddedPostgres postgres;
  private final String jdbcUrl;
  private final String password;

  private PostgresServer(EmbeddedPostgres postgres, String jdbcUrl, String password) {
    this.postgres = postgres;
    this.jdbcUrl = jdbcUrl;
    this.password = password;
  }

  /** Stops what a killed predecessor left running on these files, then starts. */
  public static PostgresServer start(DataDirectory directory) {
    Path files = directory.resolve("postgres");
    stopLeftOver(files);
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
      return ready(builder.start(), files, port, password);
    } catch (IOException | IllegalStateException e) {
      throw new CommandError(
          "PostgreSQL did not start; its log is " + directory.log("postgres"), e);
    }
  }

  private static PostgresServer ready(
      EmbeddedPostgres postgres, Path files, int port, String password) throws IOException {
    String base = "jdbc:postgresql://127.0.0.1:" + port + "/";
    try (Connection connection = DriverManager.getConnection(base + "postgres", USER, password)) {
      Trust.end(connection, files, password);
      createDatabase(connection);
    } catch (SQLException e) {
      postgres.close();
      throw new CommandError("PostgreSQL does not answer: " + e.getMessage(), e);
    }
    log.info("PostgreSQL listens on 127.0.0.1:{}", port);
    return new PostgresServer(postgres, base + DATABASE, password);
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

  private static void stopLeftOver(Path files) {
    Path pidFile = files.resolve("postmaster.pid");
    try {
      if (Files.exists(pidFile)) {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        // SIGINT is PostgreSQL's fast shutdown: open sessions are rolled back.
        ChildProcess.find(pid, "postgres")
            .ifPresent(process -> ChildProcess.stop(process, "INT", STOP));
        // After a reboot the id may be a stranger's, for whose sake PostgreSQL would not start.
        Files.deleteIfExists(pidFile);
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      log.warn("cannot read {}; PostgreSQL will judge it itself", pidFile, e);
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
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      log.warn("PostgreSQL did not stop cleanly; it recovers at the next start", e);
    }
  }
}
