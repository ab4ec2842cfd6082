package dev.purser.api.health;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.purser.api.http.Waiting;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.courier.Carriage.Backlog;
import dev.purser.ledger.courier.Lane;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Figures by which an operator sees whether Purser keeps up. */
public final class Gauges {
  private static final long KEPT_SECONDS = 5;
  private static final double MILLIS = 1_000;

  private Gauges() {}

  /** Registers them; what only the ledger knows is not a number while it is away. */
  public static void register(MetricRegistry metrics, Ledger ledger, Waiting waiting) {
    metrics.registerGauge("purser.waiting", waiting::count);
    metrics.registerGauge("purser.intake.queue", ledger.intake()::waiting);
    Gauge<Optional<Backlog>> backlog = backlog(ledger);
    metrics.registerGauge(
        "purser.courier.due",
        () -> backlog.getValue().map(b -> (double) b.due()).orElse(Double.NaN));
    for (Lane lane : Lane.values()) {
      metrics.registerGauge(
          "purser.courier.due." + lane.name().toLowerCase(Locale.ROOT),
          () -> backlog.getValue().map(b -> (double) b.due(lane)).orElse(Double.NaN));
    }
    metrics.registerGauge(
        "purser.courier.oldest_seconds",
        () -> backlog.getValue().map(b -> b.oldest().toMillis() / MILLIS).orElse(Double.NaN));
  }

  /** One query for all, however often somebody looks. */
  private static Gauge<Optional<Backlog>> backlog(Ledger ledger) {
    return new CachedGauge<>(KEPT_SECONDS, TimeUnit.SECONDS) {
      @Override
      protected Optional<Backlog> loadValue() {
        try {
          return Optional.of(ledger.carriage().backlog());
        } catch (RuntimeException e) {
          return Optional.empty();
        }
      }
    };
  }
}
