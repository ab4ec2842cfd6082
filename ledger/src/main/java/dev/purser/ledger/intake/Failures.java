package dev.purser.ledger.intake;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells failures that may pass from those that will not. */
final class Failures {
  /** What the pool says, with no SQLSTATE, of a connection that it has found broken. */
  private static final String CLOSED = "Connection is closed";

  private Failures() {}

  /** Whether the same may succeed if it is tried again. */
  static boolean mayPass(SQLException e) {
    String state = state(e);
    return isConnectionLost(e)
        || state.equals("40001")
        || state.equals("40P01")
        || state.equals("55P03")
        || state.equals("53300")
        || state.equals("25006");
  }

  /** Whether the connection went; if that was at COMMIT, nobody knows what became of it. */
  static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || CLOSED.equals(e.getMessage());
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
