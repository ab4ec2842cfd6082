package dev.purser.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL database under the ledger: its connections, its schema, its durability. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long CONNECT_TIMEOUT_MS = 5_000;

  /** Also what upkeep does at once takes less. */
  private static final int ANSWER_SECONDS = 30;

  /** A batch takes a fraction of a second: who waits longer is told to come again. */
  private static final int INTAKE_ANSWER_SECONDS = 10;

  private static final long RETRY_MS = 500;
  private static final long TRIES_A_LINE = 60;

  /** Intake's loop, and its look for what has expired. */
  private static final int INTAKE_CONNECTIONS = 2;

  /** For what people do, which is little and short. */
  private static final int ACTS_CONNECTIONS = 3;

  private final HikariDataSource pool;
  private final HikariDataSource intakePool;
  private final HikariDataSource actsPool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, HikariDataSource intakePool, HikariDataSource actsPool) {
    this.pool = pool;
    this.intakePool = intakePool;
    this.actsPool = actsPool;
    this.jdbi =
        Jdbi.create(() -> (PeoplesActs.isOne() ? actsPool : pool).getConnection())
            .installPlugin(new PostgresPlugin());
  }

  /** Connects and brings the schema up to this program's version. */
  static Database open(LedgerSettings settings) {
    return open(settings, stage -> {});
  }

  /** The same, however long the database is away; says what it is at. */
  static Database await(LedgerSettings settings, Consumer<String> stage)
      throws InterruptedException {
    stage.accept("the ledger's database is connected to");
    for (long tries = 0; ; tries++) {
      try {
        return open(settings, stage);
      } catch (RuntimeException e) {
        if (!Store.isAway(e)) {
          throw e;
        }
        String why = "the ledger's database does not answer: " + reason(e);
        stage.accept(why);
        if (tries % TRIES_A_LINE == 0) {
          LOG.warn("{}; waiting for it", why);
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof SQLException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private static Database open(LedgerSettings settings, Consumer<String> stage) {
    HikariDataSource pool = pool("ledger", settings, settings.poolSize(), ANSWER_SECONDS);
    try {
      stage.accept("the ledger's schema is brought up to date");
      migrate(pool);
      return new Database(
          pool,
          pool("intake", settings, INTAKE_CONNECTIONS, INTAKE_ANSWER_SECONDS),
          pool("acts", settings, ACTS_CONNECTIONS, INTAKE_ANSWER_SECONDS));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * @param answerSeconds how long a database that hangs is waited for
   */
  private static HikariDataSource pool(
      String name, LedgerSettings settings, int size, int answerSeconds) {
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
    config.addDataSourceProperty("socketTimeout", Integer.toString(answerSeconds));
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
    actsPool.close();
    pool.close();
  }
}
