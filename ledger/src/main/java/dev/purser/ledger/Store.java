package dev.purser.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The database as the parts of the ledger use it: transactions that collide are tried again, and a
 * database that is away is {@link Refused} as UNAVAILABLE.
 */
public final class Store {
  private static final int ATTEMPTS = 5;
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01");
  private static final Set<String> AWAY = Set.of("53300", "57P01", "57P02", "57P03");

  /** What the pool says, with no SQLSTATE, of a connection that it has found broken. */
  private static final String CLOSED = "Connection is closed";

  private final Jdbi jdbi;

  public Store(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Reads. */
  public <T> T read(Function<Handle, T> work) {
    return run(() -> jdbi.withHandle(work::apply));
  }

  /** Reads everything as of one moment. */
  public <T> T readAtOnce(Function<Handle, T> work) {
    return run(() -> jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply));
  }

  /**
   * Reads as of one moment what is too much to hold: the driver fetches rows as they are taken.
   * Never tried again, for what was taken before a failure cannot be taken back.
   */
  public void stream(Consumer<Handle> work) {
    run(
        1,
        () ->
            jdbi.withHandle(
                handle -> {
                  handle.setReadOnly(true);
                  handle.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::accept);
                  return handle;
                }));
  }

  /** Writes, all of it or nothing. */
  public <T> T write(Function<Handle, T> work) {
    return run(() -> jdbi.inTransaction(work::apply));
  }

  /** The ledger's time: when this transaction began. */
  public static Instant now(Handle handle) {
    return handle
        .createQuery("select now() as now")
        .map((row, context) -> Rows.instant(row, "now"))
        .one();
  }

  private static <T> T run(Supplier<T> work) {
    return run(ATTEMPTS, work);
  }

  private static <T> T run(int attempts, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        SQLException cause = sqlCause(e);
        if (cause == null) {
          throw e;
        }
        if (e instanceof ConnectionException || isAway(cause)) {
          Refused away =
              new Refused(Refused.Code.UNAVAILABLE, "the ledger's database cannot be reached now");
          away.initCause(e);
          throw away;
        }
        if (attempt >= attempts || !COLLISIONS.contains(String.valueOf(cause.getSQLState()))) {
          throw e;
        }
      }
    }
  }

  /** Whether the database cannot be reached, or does not take anybody now. */
  static boolean isAway(Throwable failure) {
    SQLException cause = sqlCause(failure);
    return cause != null && isAway(cause);
  }

  private static boolean isAway(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return cause instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || AWAY.contains(state)
        || CLOSED.equals(cause.getMessage());
  }

  private static @Nullable SQLException sqlCause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
