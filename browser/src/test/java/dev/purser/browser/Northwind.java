package dev.purser.browser;

import dev.purser.standalone.embedded.Ports;
import dev.purser.standalone.up.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One Purser on the in-process Temporal for all tests of this JVM, with the world told to it; its
 * mails go to a mail server, and its webhooks may go to this machine.
 */
record Northwind(Standalone purser, World world, Mailboxes mailboxes) {
  private static final String OPS = "ops@northwind.example";

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
      Mailboxes mailboxes = Mailboxes.open();
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.put("PURSER_SMTP_URL", mailboxes.url());
      environment.put("PURSER_MAIL_FROM", "Purser <purser@northwind.example>");
      environment.put("PURSER_WEBHOOK_ALLOW_PRIVATE", "true");
      Standalone purser =
          Standalone.start(
              new Standalone.Options(data, Ports.anyFree(), "embedded")
                  .withEnvironment(environment));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(purser, data)));
      return new Northwind(purser, World.tell(purser, mailboxes.of(OPS)), mailboxes);
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
