package dev.purser.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code /health}, {@code /ready} and {@code /metrics} for whoever watches over the process. It
 * answers from the first moment to the last, by threads of its own.
 */
public final class HealthPort implements AutoCloseable {
  private static final int THREADS = 8;
  private static final long IDLE_MILLIS = 10_000;
  private static final Map<String, Object> UP =
      Map.of("ok", true, "status", "up", "service", "purser");
  private static final JsonMapper JSON = new JsonMapper();

  private final Server server;
  private final ServerConnector connector;

  private HealthPort(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Begins to answer.
   *
   * @param host a name or address of this machine
   * @param port any free one for 0
   * @throws IOException naming both, where it cannot listen there
   */
  public static HealthPort open(
      String host, int port, Readiness readiness, PrometheusRegistry metrics) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("health");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    ServletContextHandler paths = new ServletContextHandler();
    paths.addServlet(new ServletHolder(new Says(() -> new Said(true, UP))), "/health");
    paths.addServlet(new ServletHolder(new Says(() -> said(readiness.now()))), "/ready");
    paths.addServlet(new ServletHolder(new PrometheusMetricsServlet(metrics)), "/metrics");
    server.setHandler(paths);
    HealthPort health = new HealthPort(server, connector);
    try {
      server.start();
      return health;
    } catch (Exception e) {
      health.close();
      throw new IOException(
          "cannot listen on " + host + ":" + port + " for health and metrics: " + e.getMessage(),
          e);
    }
  }

  /** Where it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the health port did not close", e);
    }
  }

  private static Said said(Readiness.Answer now) {
    return new Said(now.ok(), now);
  }

  private record Said(boolean ok, Object body) {}

  /** One answer as JSON, 200 or 503. */
  private static final class Says extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Said> answer;

    Says(Supplier<Said> answer) {
      this.answer = answer;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Said said = answer.get();
      response.setContentType("application/json");
      response.setHeader("Cache-Control", "no-store");
      response.setStatus(
          said.ok() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      JSON.writeValue(response.getOutputStream(), said.body());
    }
  }
}
