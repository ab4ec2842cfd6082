package dev.purser.ledger.metrics;

import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.courier.Carriage.Backlog;
import dev.purser.ledger.courier.Lane;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in the ledger: it is the same for all processes. It is read every few seconds and not
 * when somebody looks, who would wait with a database that hangs; not a number while it is away.
 */
public final class Backlogs {
  private static final Logger LOG = LoggerFactory.getLogger(Backlogs.class);
  private static final Duration BELIEVED = Duration.ofSeconds(15);
  private static final String UNTOLD =
      """
      select count(*) as untold, coalesce(extract(epoch from now() - min(d.at)), 0) as oldest
      from notification n join decision d on d.id = n.decision_id where n.status = 'pending'
      """;
  private static final double MILLIS = 1_000;

  private final Store store;
  private final Carriage carriage;
  private volatile @Nullable Reading newest;

  private record Reading(long atNanos, Backlog carriage, double untold, double oldestUntold) {
    boolean isOld() {
      return System.nanoTime() - atNanos > BELIEVED.toNanos();
    }
  }

  public Backlogs(Store store) {
    this.store = store;
    this.carriage = new Carriage(store);
  }

  /** Reads it anew; while the database is away there is nothing to read. */
  public void refresh() {
    try {
      Backlog due = carriage.backlog();
      newest = store.read(handle -> read(handle, due));
    } catch (Refused e) {
      LOG.debug("what waits in the ledger is not known now", e);
    }
  }

  private static Reading read(Handle handle, Backlog due) {
    return handle
        .createQuery(UNTOLD)
        .map(
            (row, context) ->
                new Reading(
                    System.nanoTime(), due, row.getDouble("untold"), row.getDouble("oldest")))
        .one();
  }

  /** Shows it. */
  public void register(PrometheusRegistry registry) {
    gauge(
        registry,
        "purser_courier_due",
        "Workflows that have something to hear",
        reading -> reading.carriage().due());
    for (Lane lane : Lane.values()) {
      gauge(
          registry,
          "purser_courier_due_" + lane.name().toLowerCase(Locale.ROOT),
          "Those of them in one lane",
          reading -> reading.carriage().due(lane));
    }
    gauge(
        registry,
        "purser_courier_oldest_seconds",
        "For how long the first of them has waited",
        reading -> reading.carriage().oldest().toMillis() / MILLIS);
    gauge(
        registry, "purser_messages_pending", "Messages that are still to be sent", Reading::untold);
    gauge(
        registry,
        "purser_messages_oldest_seconds",
        "How long ago that was decided which the first of them tells",
        Reading::oldestUntold);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Reading> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            gauge -> {
              Reading known = newest;
              gauge.call(known == null || known.isOld() ? Double.NaN : value.applyAsDouble(known));
            })
        .register(registry);
  }
}
