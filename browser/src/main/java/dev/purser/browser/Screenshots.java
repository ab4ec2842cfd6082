package dev.purser.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.purser.standalone.CommandError;
import dev.purser.standalone.up.ThrowAway;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a picture of every page in every look, on a throw-away Purser with a world of its own. */
@Command(
    name = "screenshots",
    mixinStandardHelpOptions = true,
    description = "Takes pictures of every page of the dashboard: light, dark, wide and narrow.")
public final class Screenshots implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "docs/screenshots",
      description = "Where they go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("docs/screenshots");

  /** Takes them and exits with 0, or says in one line why not. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Screenshots());
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println("purser: " + failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() {
    Path executable = Chromium.find().orElseThrow(() -> new CommandError(Chromium.MISSING));
    List<String> mails = new CopyOnWriteArrayList<>();
    try (ThrowAway purser = ThrowAway.start(options -> options.withConsole(mails::add));
        Chromium chromium = Chromium.start(executable)) {
      World world = World.tell(purser.purser(), () -> mails);
      for (Look look : Look.values()) {
        try (BrowserContext visitor = chromium.visitor(look)) {
          Visitor someone = new Visitor(visitor.newPage(), purser.purser().url());
          Place.ALL.stream()
              .filter(place -> !place.signedIn())
              .forEach(place -> take(someone, place, world, look));
          someone.signIn(purser.purser().adminKey());
          Place.ALL.stream()
              .filter(Place::signedIn)
              .forEach(place -> take(someone, place, world, look));
        }
      }
    }
    System.out.println(Place.ALL.size() * Look.values().length + " pictures in " + out);
    return CommandLine.ExitCode.OK;
  }

  /** Of a whole page only a wide window's picture is one: a narrow one's would be a ribbon. */
  private void take(Visitor visitor, Place place, World world, Look look) {
    visitor.open(place, world);
    byte[] png =
        visitor
            .page()
            .screenshot(
                new Page.ScreenshotOptions()
                    .setFullPage(place.whole() && look.isWide())
                    .setAnimations(ScreenshotAnimations.DISABLED));
    try {
      Files.createDirectories(out);
      write(
          ImageIO.read(new ByteArrayInputStream(png)),
          out.resolve(place.name() + "-" + look + ".png"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As small as may be: a browser compresses in haste, and these are kept. */
  private static void write(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(0);
    Files.deleteIfExists(file);
    try (ImageOutputStream to = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
  }
}
