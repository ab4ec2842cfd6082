package dev.purser.standalone.story;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One Purser on the in-process Temporal for all tests of this JVM that only need one that runs. */
public final class Running {
  private static @Nullable Running instance;

  private final Path data;
  private final Standalone purser;

  private Running(Path data, Standalone purser) {
    this.data = data;
    this.purser = purser;
  }

  /** Starts it at the first call; it stops with the JVM. */
  public static synchronized Running instance() {
    Running running = instance;
    if (running == null) {
      running = start();
      instance = running;
      Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
    }
    return running;
  }

  private static Running start() {
    try {
      Path data = Files.createTempDirectory("purser-running");
      return new Running(
          data, Standalone.start(new Standalone.Options(data, Ports.anyFree(), "embedded")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    purser.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Standalone purser() {
    return purser;
  }

  /** Its data directory. */
  public Path data() {
    return data;
  }
}
