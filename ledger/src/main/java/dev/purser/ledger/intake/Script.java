package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the database together and wait for its answer once. Each still sees what
 * the ones before it did, and a snapshot of its own.
 */
final class Script {
  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();
  private final List<@Nullable RowReader> readers = new ArrayList<>();

  /** Reads one row. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** A column of rows as one parameter. */
  record Column(String type, List<@Nullable Object> values) {
    /** An array of the driver's own types goes over the wire in binary, and needs no escaping. */
    @Nullable Object[] array() {
      return switch (type) {
        case "bigint" -> values.toArray(new Long[0]);
        case "int" -> values.toArray(new Integer[0]);
        case "boolean" -> values.toArray(new Boolean[0]);
        case "text" ->
            values.stream()
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
        default -> values.toArray();
      };
    }
  }

  /** A statement for rows; without any it is left out. */
  Script add(String statement, Bulk rows, @Nullable Object... further) {
    return add(statement, rows, null, further);
  }

  /** A statement whose first parameter stands before the rows; without any rows it is left out. */
  Script addAfter(String statement, Object first, Bulk rows) {
    if (!rows.isEmpty()) {
      parameters.add(first);
    }
    return add(statement, rows, null, new @Nullable Object[0]);
  }

  /** A query about rows; without any it is left out. */
  Script query(String statement, Bulk rows, RowReader reader, @Nullable Object... further) {
    return add(statement, rows, reader, further);
  }

  /** A statement without rows. */
  Script run(String statement, @Nullable Object... further) {
    append(statement, null);
    parameters.addAll(Arrays.asList(further));
    return this;
  }

  private Script add(
      String statement, Bulk rows, @Nullable RowReader reader, @Nullable Object[] further) {
    if (!rows.isEmpty()) {
      append(statement, reader);
      parameters.addAll(rows.columns());
      parameters.addAll(Arrays.asList(further));
    }
    return this;
  }

  private void append(String statement, @Nullable RowReader reader) {
    sql.append(sql.length() == 0 ? "" : ";\n").append(statement);
    readers.add(reader);
  }

  /** Sends them all, then reads the answers in their order. */
  void execute(Connection connection) throws SQLException {
    if (readers.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        Object value = parameters.get(i);
        if (value instanceof Column column) {
          statement.setArray(i + 1, connection.createArrayOf(column.type(), column.array()));
        } else {
          statement.setObject(i + 1, value);
        }
      }
      statement.execute();
      for (RowReader reader : readers) {
        if (reader != null) {
          read(statement, reader);
        }
        statement.getMoreResults();
      }
    }
  }

  private static void read(PreparedStatement statement, RowReader reader) throws SQLException {
    ResultSet rows = statement.getResultSet();
    while (rows.next()) {
      reader.read(rows);
    }
  }
}
