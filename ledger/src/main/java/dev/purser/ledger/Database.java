package dev.purser.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The PostgreSQL database under the ledger: its connections, its schema, its durability. */
final class Database implements AutoCloseable {
  private static final long CONNECT_TIMEOUT_MS = 5_000;

  /** Intake's loop, and its look for what has expired. */
  private static final int INTAKE_CONNECTIONS = 2;

  private final HikariDataSource pool;
  private final HikariDataSource intakePool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, HikariDataSource intakePool) {
    this.pool = pool;
    this.intakePool = intakePool;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
  }

  /** Connects and brings the schema up to this program's version. */
  static Database open(LedgerSettings settings) {
    HikariDataSource pool = pool("ledger", settings, settings.poolSize());
    try {
      migrate(pool);
      return new Database(pool, pool("intake", settings, INTAKE_CONNECTIONS));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(String name, LedgerSettings settings, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
    config.setConnectionInitSql("set time zone 'UTC'");
    config.addDataSourceProperty("ApplicationName", "purser");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("prepareThreshold", "3");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "60");
    // The detail of a violated constraint is the row with all its values, for the log to keep.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(config);
  }

  private static void migrate(DataSource source) {
    Flyway flyway = Flyway.configure().dataSource(source).load();
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
        throw new IllegalStateException(
            "the database is of version "
                + applied.getVersion()
                + ", newer than this program: use the newer program");
      }
    }
    flyway.migrate();
  }

  /** Refuses a server that acknowledges what a power cut would take back. */
  void requireDurable() {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      String value =
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery("select current_setting(:setting)")
                      .bind("setting", setting)
                      .mapTo(String.class)
                      .one());
      if (value.equals("off")) {
        throw new IllegalStateException(
            "PostgreSQL runs with "
                + setting
                + " = off and would lose what it acknowledged: set "
                + setting
                + " = on");
      }
    }
  }

  DataSource source() {
    return pool;
  }

  /** Connections of Intake's own: however much is read, it never waits for one. */
  DataSource intakeSource() {
    return intakePool;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    intakePool.close();
    pool.close();
  }
}
