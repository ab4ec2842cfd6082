package dev.purser.health;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether work may be given to this process: not before it has begun, and not once it is ending.
 * What it loses in between leaves it ready, and degraded: a balancer that took away every server
 * with the database would take them away just when people must stop something.
 */
public final class Readiness implements AutoCloseable {
  private static final String EXPIRED = "expired";

  private final HealthCheckRegistry parts;
  private volatile @Nullable String startsWith = "the process starts";
  private volatile boolean draining;

  /**
   * @param mostParts how many parts are asked at the same time: one that hangs holds up no other
   */
  public Readiness(int mostParts) {
    parts = new HealthCheckRegistry(mostParts);
  }

  /**
   * The answer.
   *
   * @param ok whether work may be given to it
   * @param status {@code starting}, {@code ready}, {@code degraded} or {@code draining}
   * @param reason what it waits for while it starts; null: nothing
   * @param degraded which parts are away, and what is wrong with each
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      boolean ok, String status, @Nullable String reason, Map<String, String> degraded) {}

  /** Asks from now on whether this part is there; the question answers null where it is. */
  public void part(String name, Supplier<@Nullable String> question) {
    parts.register(name, new PartCheck(question));
  }

  /** It is not ready yet, and this is why. */
  public void startsWith(String what) {
    startsWith = what;
  }

  /** It has begun its work. */
  public void begun() {
    startsWith = null;
  }

  /** It is ending: what is in hand is finished, and nothing new is to come. */
  public void draining() {
    draining = true;
  }

  /** How it is now; at once. */
  public Answer now() {
    if (draining) {
      return new Answer(false, "draining", null, Map.of());
    }
    String reason = startsWith;
    if (reason != null) {
      return new Answer(false, "starting", reason, Map.of());
    }
    Map<String, String> away = new TreeMap<>();
    parts
        .runHealthChecks()
        .forEach(
            (part, result) -> {
              if (!result.isHealthy()) {
                away.put(part, wrong(result));
              }
            });
    return new Answer(true, away.isEmpty() ? "ready" : "degraded", null, away);
  }

  private static String wrong(HealthCheck.Result result) {
    String message = String.valueOf(result.getMessage());
    return message.contains(EXPIRED) ? "does not answer" : message;
  }

  /** Shows it as {@code purser_ready}, and {@code purser_degraded} for each part. */
  public void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("purser_ready")
        .help("1 while work may be given to the process")
        .callback(gauge -> gauge.call(now().ok() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("purser_degraded")
        .help("1 while the process works without the part")
        .labelNames("part")
        .callback(
            gauge -> {
              Map<String, String> away = now().degraded();
              parts.getNames().forEach(part -> gauge.call(away.containsKey(part) ? 1 : 0, part));
            })
        .register(registry);
  }

  /** Asks no more. */
  @Override
  public void close() {
    parts.shutdown();
  }
}
