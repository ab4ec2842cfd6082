package dev.purser.standalone.client;

import dev.purser.standalone.CommandError;
import dev.purser.standalone.embedded.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every subcommand that talks to a running Purser. */
public final class Connection {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where Purser answers. Default: PURSER_URL, else what the running Purser wrote to"
              + " DIR/url, else "
              + DEFAULT_URL)
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".purser",
      description = "Data directory of the Purser on this machine. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of(".purser");

  @Option(names = "--json", description = "Print JSON, for scripts.")
  private boolean json;

  /** Whether to print JSON. */
  public boolean json() {
    return json;
  }

  /** A client with {@code PURSER_API_KEY}, or the administrator's key of the data directory. */
  public PurserClient client() {
    return new PurserClient(url(), key());
  }

  /** Whether a Purser was named, or answers where the data directory says one runs. */
  public boolean isRunning() {
    if (url != null || environment("PURSER_URL").isPresent()) {
      return true;
    }
    Optional<String> written = read(DataDirectory.urlFile(data));
    try {
      return written.isPresent()
          && new PurserClient(written.get(), "").exchange("GET", "/health", null, Map.of()).ok();
    } catch (CommandError e) {
      return false;
    }
  }

  private String url() {
    if (url != null) {
      return url;
    }
    return environment("PURSER_URL")
        .or(() -> read(DataDirectory.urlFile(data)))
        .orElse(DEFAULT_URL);
  }

  private String key() {
    Path file = DataDirectory.adminKeyFile(data);
    return environment("PURSER_API_KEY")
        .or(() -> environment("PURSER_ADMIN_KEY"))
        .or(() -> read(file))
        .orElseThrow(
            () ->
                new CommandError(
                    "no key: set PURSER_API_KEY, or name with --data the directory that ./purser up"
                        + " uses ("
                        + file
                        + " is not there)"));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new CommandError("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
