package dev.purser.standalone.up;

import dev.purser.standalone.CommandError;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A Purser on a data directory of its own that is removed with it, also where the process is told
 * to end.
 */
public final class ThrowAway implements AutoCloseable {
  private final Path directory;
  private final Standalone purser;
  private final Thread atTheEnd = new Thread(this::throwAway, "stop");
  private boolean thrownAway;

  private ThrowAway(Path directory, Standalone purser) {
    this.directory = directory;
    this.purser = purser;
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /** Starts it, with the Temporal there is. */
  public static ThrowAway start() {
    return start(List.of());
  }

  /** Starts it with resources of Jersey besides the API's own. */
  public static ThrowAway start(List<?> resources) {
    return start(options -> options.withResources(resources));
  }

  /** Starts it with other options than those of an empty directory and any free port. */
  public static ThrowAway start(UnaryOperator<Standalone.Options> other) {
    Path directory;
    try {
      directory = Files.createTempDirectory("purser-");
    } catch (IOException e) {
      throw new CommandError("cannot make a temporary directory: " + e.getMessage(), e);
    }
    try {
      return new ThrowAway(
          directory,
          Standalone.start(
              other.apply(new Standalone.Options(directory, Ports.anyFree(), "auto"))));
    } catch (RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  /** What runs there. */
  public Standalone purser() {
    return purser;
  }

  /** Its data directory. */
  public Path directory() {
    return directory;
  }

  /** A client with the administrator's key. */
  public PurserClient client() {
    return purser.client();
  }

  @Override
  @SuppressWarnings("UnusedException")
  public void close() {
    throwAway();
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // The process ends: its hook has nothing left to do.
    }
  }

  private synchronized void throwAway() {
    if (!thrownAway) {
      thrownAway = true;
      purser.close();
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
