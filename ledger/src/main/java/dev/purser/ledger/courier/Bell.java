package dev.purser.ledger.courier;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings when PostgreSQL notifies one channel. One thread waits for it; where the database is away
 * it just waits as long as it was told to, so that whoever waits polls all the same.
 */
public final class Bell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

  private final DataSource source;
  private final String channel;
  private @Nullable Connection connection;

  /**
   * Takes one connection for as long as it lives.
   *
   * @param channel an SQL identifier of the program's own
   */
  public Bell(DataSource source, String channel) {
    this.source = source;
    this.channel = channel;
  }

  /**
   * Waits until it rings, at most so long.
   *
   * @return whether it rang
   */
  public boolean await(Duration atMost) throws InterruptedException {
    try {
      var rung = listening().unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
      return rung != null && rung.length > 0;
    } catch (SQLException e) {
      LOG.debug("no bell: polling", e);
      close();
      Thread.sleep(atMost.toMillis());
      return false;
    }
  }

  private Connection listening() throws SQLException {
    if (connection == null) {
      Connection fresh = source.getConnection();
      connection = fresh;
      try (Statement statement = fresh.createStatement()) {
        statement.execute("listen " + channel);
      }
    }
    return connection;
  }

  @Override
  public void close() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try (old;
          Statement statement = old.createStatement()) {
        statement.execute("unlisten *");
      } catch (SQLException e) {
        LOG.debug("a bell's connection was lost", e);
      }
    }
  }
}
