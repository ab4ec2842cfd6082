package dev.purser.ledger;

import dev.purser.domain.price.AssumedPrice;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.agents.ScopeHolds;
import dev.purser.ledger.alerts.Alerts;
import dev.purser.ledger.alerts.Incidents;
import dev.purser.ledger.authorizations.Authorizations;
import dev.purser.ledger.courier.Bell;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.events.MeshEvents;
import dev.purser.ledger.idempotency.Idempotency;
import dev.purser.ledger.intake.Intake;
import dev.purser.ledger.intents.Checkpoints;
import dev.purser.ledger.intents.Deliveries;
import dev.purser.ledger.intents.Intents;
import dev.purser.ledger.journal.Journal;
import dev.purser.ledger.journal.Unstarted;
import dev.purser.ledger.keys.Keys;
import dev.purser.ledger.messages.AlertContexts;
import dev.purser.ledger.messages.Channels;
import dev.purser.ledger.messages.Notifications;
import dev.purser.ledger.messages.SignedLinks;
import dev.purser.ledger.messages.Summaries;
import dev.purser.ledger.metrics.Backlogs;
import dev.purser.ledger.metrics.Counts;
import dev.purser.ledger.policies.Policies;
import dev.purser.ledger.preview.Foresight;
import dev.purser.ledger.preview.Previews;
import dev.purser.ledger.prices.Prices;
import dev.purser.ledger.prices.Reposting;
import dev.purser.ledger.reports.Reports;
import dev.purser.ledger.snapshots.Snapshots;
import dev.purser.ledger.upkeep.Upkeep;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger: opens its database and hands out its parts. */
public final class Ledger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final long REFRESH_SECONDS = 1;
  private static final long BACKLOG_SECONDS = 2;
  private static final long OFTEN_MINUTES = 15;
  private static final long UPKEEP_HOURS = 6;
  private static final long GOODBYE_SECONDS = 5;

  private final Database database;
  private final LedgerSettings settings;
  private final Store store;
  private final Keys keys;
  private final Prices prices;
  private final Intake intake;
  private final Reposting reposting;
  private final Checkpoints checkpoints;
  private final Backlogs backlogs;
  private final ScheduledExecutorService timer;

  private Ledger(Database database, LedgerSettings settings) {
    this.database = database;
    this.settings = settings;
    this.store = new Store(database.jdbi());
    this.keys = new Keys(store);
    this.prices = new Prices(store);
    this.intake = Intake.start(database.intakeSource(), settings, prices::current);
    this.reposting = Reposting.start(store, prices, intake);
    this.checkpoints = Checkpoints.start(store);
    this.backlogs = new Backlogs(store);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "ledger-timer");
              thread.setDaemon(true);
              return thread;
            });
    keys.refresh();
    Upkeep upkeep = upkeep();
    every(REFRESH_SECONDS, TimeUnit.SECONDS, prices::refresh);
    every(BACKLOG_SECONDS, TimeUnit.SECONDS, backlogs::refresh);
    every(OFTEN_MINUTES, TimeUnit.MINUTES, upkeep::often);
    every(UPKEEP_HOURS, TimeUnit.HOURS, upkeep::daily);
  }

  private void every(long time, TimeUnit unit, Runnable work) {
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                // Otherwise it would never run again.
                LOG.warn("the ledger's upkeep failed and will be tried again", e);
              }
            },
            unit == TimeUnit.HOURS ? 0 : time,
            time,
            unit);
  }

  /**
   * Connects, brings the schema up to date, and starts Intake.
   *
   * @throws IllegalStateException in one line, if the database is of a newer version
   */
  public static Ledger open(LedgerSettings settings) {
    return on(Database.open(settings), settings);
  }

  /**
   * The same, however long the database is away.
   *
   * @param stage is told what it waits for
   */
  public static Ledger await(LedgerSettings settings, Consumer<String> stage)
      throws InterruptedException {
    return on(Database.await(settings, stage), settings);
  }

  private static Ledger on(Database database, LedgerSettings settings) {
    try {
      return new Ledger(database, settings);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Refuses a PostgreSQL that would lose acknowledged reports in a power cut.
   *
   * @throws IllegalStateException naming the setting
   */
  public void requireDurable() {
    database.requireDurable();
  }

  /** Takes everything that changes money. */
  public Intake intake() {
    return intake;
  }

  /** Intents to look at, and their own limits. */
  public Intents intents() {
    return new Intents(store);
  }

  /** Checkpoints of intents in hand, and signs of life. */
  public Deliveries deliveries() {
    return new Deliveries(store, checkpoints);
  }

  /** Agents, their health, their budgets. */
  public Agents agents() {
    return new Agents(store, settings);
  }

  /** A person's word about all agents below a scope. */
  public ScopeHolds scopeHolds() {
    return new ScopeHolds(store);
  }

  /** What happened to agents and scopes. */
  public MeshEvents events() {
    return new MeshEvents(store);
  }

  /** Policies and all their versions. */
  public Policies policies() {
    return new Policies(store);
  }

  /** What a policy would have done on past spend. */
  public Previews previews() {
    return new Previews(store);
  }

  /** What a policy does at once when it is set. */
  public Foresight foresight() {
    return new Foresight(store);
  }

  /** Prices, those that come with the program and those added. */
  public Prices prices() {
    return prices;
  }

  /** Corrects what was counted before its price was known. */
  public Reposting reposting() {
    return reposting;
  }

  /** What a model without a price is assumed to cost. */
  public AssumedPrice assumedPrice() {
    return settings.assumed();
  }

  /** API keys, in memory. */
  public Keys keys() {
    return keys;
  }

  /** Takes what became of intents and agents. */
  public Journal journal() {
    return new Journal(store, settings);
  }

  /** What was killed before its workflow was started. */
  public Unstarted unstarted() {
    return new Unstarted(store);
  }

  /** What couriers have to carry. */
  public Carriage carriage() {
    return new Carriage(store);
  }

  /** Rings when there is something urgent to carry; holds a connection until it is closed. */
  public Bell bell() {
    return new Bell(database.source(), Carriage.CHANNEL);
  }

  /** Rings when a key was made or revoked anywhere; holds a connection until it is closed. */
  public Bell keysBell() {
    return new Bell(database.source(), Keys.CHANNEL);
  }

  /** What a workflow is to hear. */
  public Snapshots snapshots() {
    return new Snapshots(store, settings);
  }

  /** Where the money went. */
  public Reports reports() {
    return new Reports(store, settings, prices);
  }

  /** Thresholds and limits that were reached. */
  public Alerts alerts() {
    return new Alerts(store);
  }

  /** Alerts as people look at them. */
  public Incidents incidents() {
    return new Incidents(store);
  }

  /** Names under which rules reach someone. */
  public Channels channels() {
    return new Channels(store);
  }

  /** Who is still to be told of alerts, and how that goes. */
  public Notifications notifications() {
    return new Notifications(store);
  }

  /** Daily summaries, and who was told of which day. */
  public Summaries summaries() {
    return new Summaries(store);
  }

  /** What messages tell besides the alert. */
  public AlertContexts alertContexts() {
    return new AlertContexts(store, settings);
  }

  /** Links that act, signed with this ledger's own secret; reads it. */
  public SignedLinks signedLinks() {
    return new SignedLinks(
        store.read(
            handle ->
                handle
                    .createQuery("select value from secret where name = 'links'")
                    .mapTo(byte[].class)
                    .one()));
  }

  /** Answers kept under a caller's key. */
  public Idempotency idempotency() {
    return new Idempotency(store);
  }

  /** Authorizations to look at. */
  public Authorizations authorizations() {
    return new Authorizations(store);
  }

  /** An end for what is old. */
  public Upkeep upkeep() {
    return new Upkeep(store);
  }

  /** What this process has done, to be counted on. */
  public Counts counts() {
    return intake.counts();
  }

  /** Shows what was done and what waits. */
  public void register(PrometheusRegistry registry) {
    counts().register(registry);
    backlogs.register(registry);
    GaugeWithCallback.builder()
        .name("purser_intake_queue")
        .help("Requests that wait to be taken")
        .callback(gauge -> gauge.call(intake.waiting()))
        .register(registry);
  }

  /** What is wrong with the database; null: it answers. */
  public @Nullable String trouble() {
    try {
      store.read(handle -> handle.execute("select 1"));
      return null;
    } catch (RuntimeException e) {
      return "does not answer";
    }
  }

  /** The database itself; its sessions run in UTC. */
  public Jdbi jdbi() {
    return database.jdbi();
  }

  /** Completes what was taken, then lets go of the database. */
  @Override
  public void close() {
    timer.shutdown();
    reposting.close();
    checkpoints.close();
    intake.close();
    try {
      if (!timer.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
