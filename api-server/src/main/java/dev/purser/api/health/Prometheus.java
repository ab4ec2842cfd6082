package dev.purser.api.health;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The server's figures as Prometheus reads them. */
public final class Prometheus {
  private Prometheus() {}

  /** A registry with all that Dropwizard and the JVM count. */
  public static PrometheusRegistry registry(MetricRegistry metrics) {
    PrometheusRegistry registry = new PrometheusRegistry();
    DropwizardExports.builder().dropwizardRegistry(metrics).register(registry);
    JvmMetrics.builder().register(registry);
    return registry;
  }
}
