package dev.purser.api.health;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;

/** The server's figures as Prometheus reads them. */
public final class Prometheus {
  private Prometheus() {}

  /** A page with all of them. */
  public static HttpServlet servlet(MetricRegistry metrics) {
    PrometheusRegistry registry = new PrometheusRegistry();
    DropwizardExports.builder().dropwizardRegistry(metrics).register(registry);
    return new PrometheusMetricsServlet(registry);
  }
}
