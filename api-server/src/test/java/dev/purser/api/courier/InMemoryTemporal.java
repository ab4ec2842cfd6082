package dev.purser.api.courier;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Temporal's in-process server on a loopback port that can be closed, and lose its memory. */
final class InMemoryTemporal implements AutoCloseable {
  private TestServicesStarter services = new TestServicesStarter(true, 0);
  private Server server;

  InMemoryTemporal() {
    server = listen(0);
  }

  private Server listen(int port) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port;

  /** Connections break and the port is closed. */
  void goAway() {
    port = server.getPort();
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Listens again where it did. */
  void comeBack() {
    server = listen(port);
  }

  /** All that it knew is gone, as after a restart of the process it lives in. */
  void forget() {
    services.close();
    services = new TestServicesStarter(true, 0);
  }

  WorkflowServiceStubs connect() {
    int at = server.isShutdown() ? port : server.getPort();
    return WorkflowServiceStubs.newServiceStubs(
        TemporalDoor.impatient(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + at).build()));
  }

  static WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs, TemporalDoor.speaking(WorkflowClientOptions.getDefaultInstance()));
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }
}
