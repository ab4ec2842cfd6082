package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a killed predecessor left running on PostgreSQL's files: the server, or, where that was
 * killed too, its processes. As long as one of them lives no other server may begin: it would not
 * start, or both would write.
 */
final class LeftOver {
  private static final Logger log = LoggerFactory.getLogger(LeftOver.class);
  private static final Duration STOP = Duration.ofSeconds(30);

  /** They end by themselves once they see that their server is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String POSTGRES = "postgres";
  private static final Path PROCESSES = Path.of("/proc");

  private LeftOver() {}

  /**
   * Returns once nothing runs on these files.
   *
   * @throws CommandError if something does not end
   */
  static void end(Path files) {
    server(files)
        // SIGINT is PostgreSQL's fast shutdown: open sessions are rolled back.
        .ifPresent(process -> ChildProcess.stop(process, "INT", STOP));
    for (ProcessHandle orphan : orphans(files)) {
      if (!ChildProcess.awaitEnd(orphan, PATIENCE)) {
        log.warn("process {} of the former PostgreSQL does not end; killing it", orphan.pid());
        orphan.destroyForcibly();
      }
    }
    for (ProcessHandle orphan : orphans(files)) {
      if (!ChildProcess.awaitEnd(orphan, STOP)) {
        throw new CommandError(
            "process " + orphan.pid() + " of the former PostgreSQL does not end: end it first");
      }
    }
    forgetServer(files);
  }

  /** The server that its own file names, if it lives. */
  static Optional<ProcessHandle> server(Path files) {
    Path file = files.resolve("postmaster.pid");
    try {
      if (Files.exists(file)) {
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        return ChildProcess.find(pid, POSTGRES).filter(process -> isOn(files, pid));
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      log.warn("cannot read {}", file, e);
    }
    return Optional.empty();
  }

  /** Every process that works in the folder; none where the system does not tell. */
  private static List<ProcessHandle> orphans(Path files) {
    return Files.isDirectory(PROCESSES)
        ? ProcessHandle.allProcesses()
            .filter(process -> process.info().command().orElse("").contains(POSTGRES))
            .filter(process -> cwd(process.pid()).filter(real(files)::equals).isPresent())
            .toList()
        : List.of();
  }

  /** PostgreSQL's processes work in the folder of its files. */
  private static boolean isOn(Path files, long pid) {
    return cwd(pid).map(real(files)::equals).orElse(!Files.isDirectory(PROCESSES));
  }

  private static Path real(Path files) {
    try {
      return files.toRealPath();
    } catch (IOException e) {
      return files;
    }
  }

  private static Optional<Path> cwd(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(PROCESSES.resolve(pid + "/cwd")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Nothing is left that could run on the files: the id in that one may be a stranger's by now, for
   * whose sake PostgreSQL would not start.
   */
  private static void forgetServer(Path files) {
    try {
      Files.deleteIfExists(files.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new CommandError("cannot delete " + files.resolve("postmaster.pid"), e);
    }
  }
}
