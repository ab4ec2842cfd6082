package dev.purser.standalone.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.DataDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code purser up} as a process of its own, to be killed. */
public final class UpProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private final Process process;
  private final Path data;
  private final Path output;

  private UpProcess(Process process, Path data, Path output) {
    this.process = process;
    this.data = data;
    this.output = output;
  }

  static UpProcess start(Path data, int port, String temporal) throws IOException {
    return start(data, port, temporal, Map.of());
  }

  /** Starts it with these variables besides the environment of the tests, until it is up. */
  public static UpProcess start(Path data, int port, String temporal, Map<String, String> variables)
      throws IOException {
    Path output = Files.createTempFile("purser-up", ".log");
    ProcessBuilder builder =
        command("up", "--data", data.toString(), "--port", "" + port, "--temporal", temporal)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(output.toFile()));
    builder.environment().putAll(variables);
    UpProcess up = new UpProcess(builder.start(), data, output);
    up.awaitUp();
    return up;
  }

  /** The command as {@code ./purser} starts it. */
  public static ProcessBuilder command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.purser.standalone.Purser");
    command.addAll(List.of(words));
    return new ProcessBuilder(command);
  }

  private void awaitUp() throws IOException {
    Instant end = Instant.now().plus(START);
    while (!output().contains("Purser is up")) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        kill();
        throw new AssertionError("up did not come up: " + output());
      }
      sleep();
    }
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  public PurserClient client() throws IOException {
    return new PurserClient(
        Files.readString(DataDirectory.urlFile(data)).strip(),
        Files.readString(DataDirectory.adminKeyFile(data)).strip());
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and its exit status. */
  int stop() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
