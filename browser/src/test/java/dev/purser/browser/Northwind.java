package dev.purser.browser;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** One Purser on the in-process Temporal for all tests of this JVM, with the world told to it. */
record Northwind(Standalone purser, World world) {
  /** Started at the first call; where that fails, it fails once for all tests. */
  private static final class Holder {
    static final Northwind NORTHWIND = start();
  }

  /** The one of this JVM; it stops with it. */
  static Northwind instance() {
    return Holder.NORTHWIND;
  }

  private static Northwind start() {
    try {
      Path data = Files.createTempDirectory("purser-browser");
      Standalone purser =
          Standalone.start(new Standalone.Options(data, Ports.anyFree(), "embedded"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(purser, data)));
      return new Northwind(purser, World.tell(purser.client()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Standalone purser, Path data) {
    purser.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
