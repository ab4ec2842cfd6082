package dev.purser.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** Ends what earlier versions began: database files that ask nobody for a password. */
final class Trust {
  private static final Pattern METHOD = Pattern.compile("(?m)^(\\s*(?:local|host).*\\s)trust\\s*$");

  private Trust() {}

  /**
   * Gives the user of this connection its password, has every connection asked for one, and ends
   * the others that were not asked; does nothing where passwords are asked for.
   */
  static void end(Connection connection, Path files, String password)
      throws IOException, SQLException {
    Path rules = files.resolve("pg_hba.conf");
    String before = Files.readString(rules);
    String after = METHOD.matcher(before).replaceAll("$1scram-sha-256");
    if (after.equals(before)) {
      return;
    }
    execute(connection, "ALTER ROLE CURRENT_USER PASSWORD '" + password + "'");
    Files.writeString(rules, after);
    for (String statement :
        List.of(
            "SELECT pg_reload_conf()",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      execute(connection, statement);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
