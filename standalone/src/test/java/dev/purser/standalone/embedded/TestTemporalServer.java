package dev.purser.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.purser.standalone.CommandError;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTemporalServer {
  @TempDir Path folder;

  @Test
  void answersOnLoopbackFromWithinThisProcess() {
    try (DataDirectory directory = DataDirectory.open(folder);
        TemporalServer server = TemporalServer.start("embedded", directory)) {
      assertThat(server.target()).startsWith("127.0.0.1:");
      assertThat(server.uiUrl()).isEmpty();
      assertAnswers(server);
    }
  }

  @Test
  void warnsWhereHistoriesOfAServerWaitWhoseExecutableIsGone() throws Exception {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      try (TemporalServer first = TemporalServer.start("auto", directory, Optional.empty())) {
        assertThat(first.warning()).as("there never was another").isEmpty();
      }
      Path histories = Files.createFile(folder.resolve("temporal.db"));
      try (TemporalServer server = TemporalServer.start("auto", directory, Optional.empty())) {
        assertThat(server.warning().orElseThrow().lines())
            .singleElement()
            .asString()
            .contains(histories.toString(), "adopted again from the ledger", "go install");
      }
      try (TemporalServer asked = TemporalServer.start("embedded", directory, Optional.empty())) {
        assertThat(asked.warning()).as("it was asked for").isEmpty();
      }
    }
  }

  @Test
  void waitsForAServerThatIsThereAndDoesNotServeYet() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Server slow = serving(() -> asked.incrementAndGet() > 2);
    try {
      String target = "127.0.0.1:" + slow.getPort();
      assertThat(DevTemporal.failureToAnswer(target, Duration.ofMinutes(1), () -> true)).isNull();
      assertThat(asked.get()).isGreaterThan(2);
    } finally {
      slow.shutdownNow();
    }
  }

  @Test
  void waitsNoLongerForAServerWhoseProcessHasEnded() throws Exception {
    Server never = serving(() -> false);
    try {
      String target = "127.0.0.1:" + never.getPort();
      assertThat(DevTemporal.failureToAnswer(target, Duration.ofMinutes(1), () -> false))
          .isNotNull();
    } finally {
      never.shutdownNow();
    }
  }

  /** Answers what a client asks before its first call. */
  private static Server serving(BooleanSupplier serves) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(
            new HealthGrpc.HealthImplBase() {
              @Override
              public void check(
                  HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
                if (!serves.getAsBoolean()) {
                  answer.onError(Status.CANCELLED.asException());
                  return;
                }
                answer.onNext(
                    HealthCheckResponse.newBuilder()
                        .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                        .build());
                answer.onCompleted();
              }
            })
        .addService(
            new WorkflowServiceGrpc.WorkflowServiceImplBase() {
              @Override
              public void getSystemInfo(
                  GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                answer.onNext(GetSystemInfoResponse.getDefaultInstance());
                answer.onCompleted();
              }
            })
        .build()
        .start();
  }

  @Test
  void leavesAServerElsewhereToOthers() {
    try (DataDirectory directory = DataDirectory.open(folder);
        TemporalServer server = TemporalServer.start("temporal.example:7233", directory)) {
      assertThat(server.target()).isEqualTo("temporal.example:7233");
    }
  }

  @Test
  void refusesAnUnknownChoiceNamingTheRightOnes() {
    try (DataDirectory directory = DataDirectory.open(folder)) {
      assertThatThrownBy(() -> TemporalServer.start("postgres", directory))
          .isInstanceOf(CommandError.class)
          .hasMessage("--temporal must be auto, embedded, dev or HOST:PORT, not postgres");
    }
  }

  @Test
  @Tag("temporal")
  void stopsADevServerThatAKilledPredecessorLeftAndKeepsItsFiles() throws Exception {
    assumeTrue(
        TemporalServer.findExecutable().isPresent(),
        "skipped: there is no temporal executable on the PATH");
    try (DataDirectory directory = DataDirectory.open(folder)) {
      TemporalServer left = TemporalServer.start("dev", directory);
      long leftPid = Long.parseLong(Files.readString(folder.resolve("temporal.pid")).strip());

      try (TemporalServer next = TemporalServer.start("dev", directory)) {
        assertThat(ProcessHandle.of(leftPid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        assertThat(next.target()).isEqualTo(left.target());
        assertThat(next.uiUrl()).isPresent();
        assertThat(folder.resolve("temporal.db")).exists();
        assertAnswers(next);
      }
      assertThat(folder.resolve("temporal.pid")).doesNotExist();
    }
  }

  private static void assertAnswers(TemporalServer server) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()).build());
    try {
      stubs.connect(Duration.ofSeconds(10));
      assertThat(stubs.blockingStub().getSystemInfo(GetSystemInfoRequest.getDefaultInstance()))
          .isNotNull();
    } finally {
      stubs.shutdownNow();
    }
  }
}
