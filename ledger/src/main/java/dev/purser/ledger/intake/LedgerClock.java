package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The ledger's time: one clock for all who share a database. */
@FunctionalInterface
public interface LedgerClock {
  /** The database's own clock. */
  LedgerClock OF_DATABASE =
      connection -> {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("select clock_timestamp()")) {
          row.next();
          return row.getObject(1, OffsetDateTime.class).toInstant();
        }
      };

  /** The time now, UTC. */
  Instant now(Connection connection) throws SQLException;
}
