package dev.purser.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health} on loopback for whoever watches over the process: 200 while it can do its
 * work, 503 while the ledger or Temporal is away.
 */
final class HealthPort implements AutoCloseable {
  private static final byte[] HEALTHY = "{\"ok\":true}\n".getBytes(UTF_8);
  private static final byte[] UNHEALTHY = "{\"ok\":false}\n".getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "health"));

  private HealthPort(HttpServer server) {
    this.server = server;
  }

  /** Answers on this port; any free one for 0. */
  static HealthPort open(int port, BooleanSupplier healthy) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    HealthPort health = new HealthPort(server);
    server.setExecutor(health.thread);
    server.createContext("/health", exchange -> answer(exchange, healthy.getAsBoolean()));
    server.start();
    return health;
  }

  private static void answer(HttpExchange exchange, boolean healthy) throws IOException {
    byte[] body = healthy ? HEALTHY : UNHEALTHY;
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(healthy ? 200 : 503, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
