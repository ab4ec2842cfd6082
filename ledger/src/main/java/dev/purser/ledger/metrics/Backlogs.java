package dev.purser.ledger.metrics;

import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
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
  private static final String READ =
      """
      select
        (select count(*) from carriage where due_at <= now()) as due,
        (select count(*) from carriage where due_at <= now() and urgent) as urgent,
        (select coalesce(extract(epoch from now() - min(due_at)), 0)
          from carriage where due_at <= now()) as oldest,
        (select count(*) from notification where status = 'pending') as untold,
        (select coalesce(extract(epoch from now() - min(d.at)), 0) from notification n
          join decision d on d.id = n.decision_id where n.status = 'pending') as oldest_untold
      """;

  private final Store store;
  private volatile @Nullable Reading newest;

  private record Reading(
      long atNanos, double due, double urgent, double oldest, double untold, double oldestUntold) {
    boolean isOld() {
      return System.nanoTime() - atNanos > BELIEVED.toNanos();
    }
  }

  public Backlogs(Store store) {
    this.store = store;
  }

  /** Reads it anew; while the database is away there is nothing to read. */
  public void refresh() {
    try {
      newest = store.read(Backlogs::read);
    } catch (Refused e) {
      LOG.debug("what waits in the ledger is not known now", e);
    }
  }

  private static Reading read(Handle handle) {
    return handle
        .createQuery(READ)
        .map(
            (row, context) ->
                new Reading(
                    System.nanoTime(),
                    row.getDouble("due"),
                    row.getDouble("urgent"),
                    row.getDouble("oldest"),
                    row.getDouble("untold"),
                    row.getDouble("oldest_untold")))
        .one();
  }

  /** Shows it. */
  public void register(PrometheusRegistry registry) {
    gauge(registry, "purser_courier_due", "Workflows that have something to hear", Reading::due);
    gauge(
        registry,
        "purser_courier_urgent",
        "Those of them that have something to act on",
        Reading::urgent);
    gauge(
        registry,
        "purser_courier_oldest_seconds",
        "For how long the first of them has waited",
        Reading::oldest);
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
