package dev.purser.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPostgresServer {
  @TempDir Path folder;

  @Test
  void isDurableAndListensOnLoopbackOnly() throws SQLException {
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer server = PostgresServer.start(directory)) {
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void letsNobodyInWithoutThePasswordThatOnlyItsOwnerCanRead() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder);
        PostgresServer server = PostgresServer.start(directory)) {
      assertRefusedWithoutPassword(server);
      assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
      assertThat(ask(server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"))
          .isEqualTo("0");
      for (String file : List.of("postgres.password", "postgres.port", "logs/postgres.log")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
            .as(file)
            .isEqualTo("rw-------");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void asksForThePasswordAlsoWhereAnEarlierVersionMadeTheFiles() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      EmbeddedPostgres.builder()
          .setDataDirectory(folder.resolve("postgres"))
          .setCleanDataDirectory(false)
          .setLocaleConfig("locale", "C")
          .start()
          .close();
      try (PostgresServer server = PostgresServer.start(directory)) {
        assertRefusedWithoutPassword(server);
        assertThat(ask(server, "SELECT 1")).isEqualTo("1");
      }
      try (PostgresServer again = PostgresServer.start(directory)) {
        assertRefusedWithoutPassword(again);
        assertThat(ask(again, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  private static void assertRefusedWithoutPassword(PostgresServer server) {
    for (String password : List.of("", "postgres")) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl(), server.user(), password).close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("28P01", "08004"));
    }
  }

  @Test
  void stopsAServerThatAKilledPredecessorLeftAndKeepsItsData() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      PostgresServer left = PostgresServer.start(directory);
      execute(left, "CREATE TABLE kept AS SELECT 42 AS answer");
      long leftPid = postmaster();
      Files.delete(directory.resolve("postgres").resolve("epg-lock"));

      try (PostgresServer next = PostgresServer.start(directory)) {
        assertThat(ProcessHandle.of(leftPid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        assertThat(postmaster()).isNotEqualTo(leftPid);
        assertThat(next.jdbcUrl()).isEqualTo(left.jdbcUrl());
        assertThat(ask(next, "SELECT answer FROM kept")).isEqualTo("42");
      }
    }
  }

  @Test
  void leavesAStrangerAloneWhoHasThePidOfAnOldPostmaster() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try (DataDirectory directory = DataDirectory.open(folder)) {
      PostgresServer.start(directory).close();
      Files.writeString(
          directory.resolve("postgres").resolve("postmaster.pid"), stranger.pid() + "\n");

      PostgresServer.start(directory).close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres").resolve("postmaster.pid")).get(0));
  }

  private static String ask(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(PostgresServer server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
