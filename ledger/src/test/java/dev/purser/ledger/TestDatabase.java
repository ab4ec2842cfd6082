package dev.purser.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** For tests: one real, durable PostgreSQL per JVM, with a fresh database for whoever asks. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;
  private static boolean migrated;

  private TestDatabase() {}

  /** The settings of a new database with the ledger's tables and nothing in them. */
  public static LedgerSettings fresh() {
    return create("test_" + COUNT.incrementAndGet() + " template " + template());
  }

  /** The settings of a new database without any table. */
  public static LedgerSettings empty() {
    return create("test_" + COUNT.incrementAndGet());
  }

  /** Migrating takes seconds, a copy of what was migrated takes milliseconds. */
  private static synchronized String template() {
    if (!migrated) {
      Database.open(create("migrated")).close();
      migrated = true;
    }
    return "migrated";
  }

  private static LedgerSettings create(String nameAndSource) {
    EmbeddedPostgres postgres = server();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + nameAndSource);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    String name = nameAndSource.split(" ", 2)[0];
    return LedgerSettings.of(postgres.getJdbcUrl("postgres", name), "postgres", "postgres");
  }

  /** The server itself, for tests that disturb it. */
  public static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        Path data = Files.createTempDirectory("purser-test-postgres");
        server =
            EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "300")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> throwAway(data)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /**
   * Stops without writing back what nobody will read: an orderly stop takes half a minute. So may
   * it to remove the files of hundreds of databases, for which nobody waits.
   */
  private static void throwAway(Path data) {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      Optional<ProcessHandle> postmaster = ProcessHandle.of(Long.parseLong(pid));
      new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
      if (postmaster.isPresent()) {
        postmaster.get().onExit().get(10, TimeUnit.SECONDS);
      }
      new ProcessBuilder("rm", "-rf", data.toString()).start();
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
