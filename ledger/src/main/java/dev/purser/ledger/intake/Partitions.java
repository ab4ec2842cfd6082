package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/** The weekly partitions of entries and report ids: there before they are needed. */
final class Partitions {
  private @Nullable LocalDate covered;

  /** Whether there is a partition for this time. */
  boolean cover(Instant now) {
    return week(now).equals(covered);
  }

  /** Creates those around this time, in a transaction of its own. */
  void ensure(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select ensure_partitions(cast(? as timestamptz))")) {
      statement.setString(1, now.toString());
      statement.execute();
    }
    connection.commit();
    covered = week(now);
  }

  private static LocalDate week(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }
}
