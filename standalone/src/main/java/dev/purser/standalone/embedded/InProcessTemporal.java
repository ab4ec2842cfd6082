package dev.purser.standalone.embedded;

import dev.purser.worker.WorkerSettings;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's own in-process server on a loopback port: for machines without a {@code temporal}
 * executable. It keeps histories in memory; what the ledger says is open is started again.
 */
final class InProcessTemporal implements TemporalServer {
  private static final int PREFERRED_PORT = 7233;

  private final TestServicesStarter services;
  private final Server server;

  private final Optional<String> warning;

  private InProcessTemporal(TestServicesStarter services, Server server, Optional<String> warning) {
    this.services = services;
    this.server = server;
    this.warning = warning;
  }

  static InProcessTemporal start(DataDirectory directory, Optional<String> warning) {
    int port = Ports.remembered(directory, "temporal", PREFERRED_PORT);
    // Time skipping stays locked: with it, a pause until midnight would end at once.
    TestServicesStarter services = new TestServicesStarter(true, 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(Ports.loopback(), port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    try {
      return new InProcessTemporal(services, builder.build().start(), warning);
    } catch (IOException e) {
      services.close();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String target() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public Optional<String> uiUrl() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return "in-process server; a temporal executable on the PATH would bring web pages";
  }

  @Override
  public Optional<String> warning() {
    return warning;
  }

  @Override
  public WorkerSettings worker() {
    return WorkerSettings.IN_PROCESS;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.close();
  }
}
