package dev.purser.sdk;

import dev.purser.workflows.PurserDataConverter;
import dev.purser.workflows.delivery.Delivery;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;

/** Temporal's in-process server on a loopback port, with the test's own workflow on it. */
final class TemporalWorld implements AutoCloseable {
  private static final String QUEUE = "test";

  private final TestServicesStarter services = new TestServicesStarter(true, 0);
  private final Server server;
  private final WorkflowServiceStubs stubs;
  private final WorkerFactory factory;
  final WorkflowClient client;

  TemporalWorld() {
    this(0);
  }

  /** On this port; 0: any that is free. */
  TemporalWorld(int port) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(PurserDataConverter.create())
                .build());
    factory = WorkerFactory.newInstance(client);
    factory.newWorker(QUEUE).registerWorkflowImplementationTypes(CourierWorkflowImpl.class);
    factory.start();
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** A workflow that delivers this; not started yet. */
  CourierWorkflow courier() {
    return client.newWorkflowStub(
        CourierWorkflow.class,
        WorkflowOptions.newBuilder()
            .setTaskQueue(QUEUE)
            .setWorkflowId(UUID.randomUUID().toString())
            .build());
  }

  CourierWorkflow start(Delivery delivery) {
    CourierWorkflow courier = courier();
    var unused = WorkflowClient.start(courier::deliver, delivery);
    return courier;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    stubs.shutdownNow();
    server.shutdownNow();
    services.close();
  }
}
