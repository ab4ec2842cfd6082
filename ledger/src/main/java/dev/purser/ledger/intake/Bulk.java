package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as the parameters of one statement: each column is an array, which the statement takes
 * apart with {@code unnest(?, ?, …)}.
 */
final class Bulk {
  private final List<Script.Column> columns = new ArrayList<>();

  /** Rows of columns of these types, as PostgreSQL names them. */
  Bulk(String... types) {
    for (String type : types) {
      columns.add(new Script.Column(type, new ArrayList<>()));
    }
  }

  /** Rows of one column. */
  static Bulk of(String type, Iterable<?> values) {
    Bulk bulk = new Bulk(type);
    values.forEach(bulk::add);
    return bulk;
  }

  /** Adds a row: numbers, texts, ids and times, or null. */
  Bulk add(@Nullable Object... row) {
    for (int i = 0; i < row.length; i++) {
      columns.get(i).values().add(row[i]);
    }
    return this;
  }

  boolean isEmpty() {
    return columns.get(0).values().isEmpty();
  }

  List<Script.Column> columns() {
    return columns;
  }

  /** Runs one query about these rows at once. */
  void query(
      Connection connection, String sql, Script.RowReader reader, @Nullable Object... further)
      throws SQLException {
    new Script().query(sql, this, reader, further).execute(connection);
  }
}
