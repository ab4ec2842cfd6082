package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import dev.purser.worker.WorkerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Temporal server that Purser's workflows run on. */
public interface TemporalServer extends AutoCloseable {

  /** Choices for {@code --temporal}. */
  String CHOICES = "auto, embedded, dev or HOST:PORT";

  /** Host and port of its gRPC service. */
  String target();

  /** Where its web pages are; empty if it has none or they are elsewhere. */
  Optional<String> uiUrl();

  /** What it is, for people. */
  String description();

  /** What people should know of it before they go on, in one line; empty: nothing. */
  default Optional<String> warning() {
    return Optional.empty();
  }

  /** How a worker on it runs. */
  default WorkerSettings worker() {
    return WorkerSettings.DEFAULT;
  }

  @Override
  void close();

  /**
   * Starts what {@code --temporal} asks for.
   *
   * @throws CommandError if the choice is none of {@link #CHOICES} or cannot be had
   */
  static TemporalServer start(String choice, DataDirectory directory) {
    return start(choice, directory, findExecutable());
  }

  /** The same where {@code temporal} is to be found there, or nowhere. */
  static TemporalServer start(String choice, DataDirectory directory, Optional<Path> executable) {
    DevTemporal.stopLeftOver(directory);
    return switch (choice) {
      case "auto" ->
          executable
              .<TemporalServer>map(found -> DevTemporal.start(found, directory))
              .orElseGet(() -> InProcessTemporal.start(directory, DevTemporal.missed(directory)));
      case "embedded" -> InProcessTemporal.start(directory, Optional.empty());
      case "dev" ->
          DevTemporal.start(
              executable.orElseThrow(
                  () ->
                      new CommandError(
                          "--temporal dev needs the temporal executable on the PATH ("
                              + DevTemporal.INSTALL
                              + ")")),
              directory);
      default -> elsewhere(choice);
    };
  }

  private static TemporalServer elsewhere(String choice) {
    if (!Pattern.matches("[^\\s:/]+:[0-9]{1,5}", choice)) {
      throw new CommandError("--temporal must be " + CHOICES + ", not " + choice);
    }
    return new TemporalServer() {
      @Override
      public String target() {
        return choice;
      }

      @Override
      public Optional<String> uiUrl() {
        return Optional.empty();
      }

      @Override
      public String description() {
        return "the server at " + choice;
      }

      @Override
      public void close() {}
    };
  }

  /** The {@code temporal} executable, if one is on the PATH. */
  static Optional<Path> findExecutable() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, "temporal");
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }
}
