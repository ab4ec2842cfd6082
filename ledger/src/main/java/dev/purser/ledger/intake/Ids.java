package dev.purser.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Numbers of rows, drawn before the rows are written, so that answers can name them. A number whose
 * transaction fails is lost, as numbers of sequences are.
 */
final class Ids {
  private static final int ACCOUNTS_AT_ONCE = 64;

  private final Connection connection;
  private final Queue<Long> accounts;

  private Ids(Connection connection, Queue<Long> accounts) {
    this.connection = connection;
    this.accounts = accounts;
  }

  /** Accounts' numbers have no order that anyone relies on: they are drawn ahead into the pool. */
  static Ids drawnFrom(Connection connection, Queue<Long> accountPool) {
    return new Ids(connection, accountPool);
  }

  static Queue<Long> emptyPool() {
    return new ArrayDeque<>();
  }

  long nextAccount() throws SQLException {
    if (accounts.isEmpty()) {
      draw("account_id_seq", ACCOUNTS_AT_ONCE, accounts);
    }
    return accounts.remove();
  }

  /** Decisions are listed by their numbers: drawn one by one, they are in the order of time. */
  long nextDecision() throws SQLException {
    return next("decision_id_seq");
  }

  long nextHold() throws SQLException {
    return next("hold_id_seq");
  }

  private long next(String sequence) throws SQLException {
    Queue<Long> one = new ArrayDeque<>(1);
    draw(sequence, 1, one);
    return one.remove();
  }

  private void draw(String sequence, int count, Queue<Long> into) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select nextval(cast(? as regclass)) from generate_series(1, ?)")) {
      statement.setString(1, sequence);
      statement.setInt(2, count);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          into.add(rows.getLong(1));
        }
      }
    }
  }
}
