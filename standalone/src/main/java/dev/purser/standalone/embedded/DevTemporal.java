package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code temporal server start-dev} as a child process: durable, with web pages. */
final class DevTemporal implements TemporalServer {
  private static final Logger log = LoggerFactory.getLogger(DevTemporal.class);
  private static final int PREFERRED_PORT = 7233;
  private static final int PREFERRED_UI_PORT = 8233;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 100;
  private static final String PID_FILE = "temporal.pid";
  private static final String DATABASE = "temporal.db";

  /** How a machine with Go gets the executable. */
  static final String INSTALL = "go install github.com/temporalio/cli/cmd/temporal@v1.5.1";

  private final DataDirectory directory;
  private final Process process;
  private final int port;
  private final int uiPort;

  private DevTemporal(DataDirectory directory, Process process, int port, int uiPort) {
    this.directory = directory;
    this.process = process;
    this.port = port;
    this.uiPort = uiPort;
  }

  static DevTemporal start(Path executable, DataDirectory directory) {
    int port = Ports.remembered(directory, "temporal", PREFERRED_PORT);
    int uiPort = Ports.remembered(directory, "temporal-ui", PREFERRED_UI_PORT);
    try {
      Process process =
          new ProcessBuilder(command(executable, directory, port, uiPort))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(directory.log("temporal").toFile()))
              .start();
      directory.write(PID_FILE, Long.toString(process.pid()));
      DevTemporal server = new DevTemporal(directory, process, port, uiPort);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new CommandError("cannot start " + executable + ": " + e.getMessage(), e);
    }
  }

  private static List<String> command(
      Path executable, DataDirectory directory, int port, int uiPort) {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C in the terminal stops purser, and purser stops Temporal in
    // order.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(
        List.of(
            executable.toString(),
            "server",
            "start-dev",
            "--db-filename",
            directory.resolve(DATABASE).toString(),
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--ui-port",
            Integer.toString(uiPort)));
    return command;
  }

  private void awaitReady() {
    RuntimeException failure = failureToAnswer(target(), START, process::isAlive);
    if (failure != null) {
      String what = process.isAlive() ? "did not answer in " + START.toSeconds() + " s" : "ended";
      close();
      throw new CommandError(
          "temporal server start-dev " + what + "; its log is " + directory.log("temporal"),
          failure);
    }
    log.info("Temporal listens on {}", target());
  }

  /**
   * Waits until the server serves. One try to connect gives up long before its time where the
   * server is there and slow, as it is on a machine with much to do.
   *
   * @param alive whether there is still something to wait for
   * @return why it does not; null: it serves
   */
  static @Nullable RuntimeException failureToAnswer(
      String target, Duration limit, BooleanSupplier alive) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      RuntimeException failure = failureToConnect(target, limit);
      if (failure == null || !alive.getAsBoolean() || System.nanoTime() > end) {
        return failure;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return failure;
      }
    }
  }

  private static @Nullable RuntimeException failureToConnect(String target, Duration limit) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      stubs.connect(limit);
      return null;
    } catch (RuntimeException e) {
      return e;
    } finally {
      stubs.shutdownNow();
    }
  }

  /** What is to be said where this server was used before and its executable is gone. */
  static Optional<String> missed(DataDirectory directory) {
    return Files.exists(directory.resolve(DATABASE))
        ? Optional.of(
            "the histories in "
                + directory.resolve(DATABASE)
                + " are not read, because no temporal executable is on the PATH; what is open is"
                + " adopted again from the ledger (to have them back, stop, run "
                + INSTALL
                + " and start with it on the PATH)")
        : Optional.empty();
  }

  /** Stops the server that a killed predecessor left running. */
  static void stopLeftOver(DataDirectory directory) {
    directory
        .read(PID_FILE)
        .map(Long::parseLong)
        .flatMap(pid -> ChildProcess.find(pid, "temporal"))
        .ifPresent(left -> ChildProcess.stop(left, "TERM", STOP));
    directory.delete(PID_FILE);
  }

  @Override
  public String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<String> uiUrl() {
    return Optional.of("http://127.0.0.1:" + uiPort);
  }

  @Override
  public String description() {
    return "temporal server start-dev, durable";
  }

  @Override
  public void close() {
    ChildProcess.stop(process.toHandle(), "TERM", STOP);
    directory.delete(PID_FILE);
  }
}
