package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the reports that wait on disk, so that the next start sends them when this process ends.
 * Replicas and other agents may share the directory: each process writes a file of its own and
 * takes over those that nobody has open. A disk that cannot be written is warned of, and done
 * without. Not safe for use by several threads.
 */
final class SpoolDisk {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDisk.class);
  private static final String SUFFIX = ".jsonl";
  private static final long MOST_BYTES = 64L << 20;

  /** How much of what was counted stays in the file before it is written anew. */
  private static final long MOST_COUNTED_BYTES = 1L << 20;

  private final @Nullable Path directory;
  private final String prefix;
  private final long mostBytes;
  private @Nullable SpoolFile file;
  private long live;
  private boolean warned;

  private SpoolDisk(@Nullable Path directory, String agent, long mostBytes) {
    this.directory = directory;
    this.prefix =
        agent.replace("agent://", "").replaceAll("[^A-Za-z0-9.-]", "_")
            + "-"
            + Integer.toHexString(agent.hashCode())
            + "-";
    this.mostBytes = mostBytes;
  }

  /** None: reports wait in memory alone. */
  static SpoolDisk none() {
    return new SpoolDisk(null, "", 0);
  }

  /** A directory, made where it is not there. */
  static SpoolDisk in(Path directory, String agent) {
    return in(directory, agent, MOST_BYTES);
  }

  static SpoolDisk in(Path directory, String agent, long mostBytes) {
    SpoolDisk disk = new SpoolDisk(directory, agent, mostBytes);
    try {
      create(directory);
      disk.file = disk.newFile(directory);
    } catch (IOException e) {
      disk.warn(e);
    }
    return disk;
  }

  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException e) {
      // Not a file system with modes.
      Files.createDirectories(directory);
    }
  }

  private SpoolFile newFile(Path parent) throws IOException {
    return SpoolFile.create(parent.resolve(newName()));
  }

  private String newName() {
    return prefix + UUID.randomUUID() + SUFFIX;
  }

  private void warn(IOException e) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "reports that wait for Purser are kept in memory alone and would be lost with this"
              + " process: {} cannot be written: {}",
          directory,
          e.toString());
    }
  }

  /** A report of an earlier process, and the bytes that it takes here. */
  record Kept(ObjectNode report, long bytes) {}

  /** Takes over what processes that have ended left, oldest file first. */
  List<Kept> takeOver() {
    List<Kept> reports = new ArrayList<>();
    if (directory == null || file == null) {
      return reports;
    }
    for (Path path : others(directory)) {
      try {
        SpoolFile left = SpoolFile.take(path);
        if (left != null) {
          takeOver(left, reports);
        }
      } catch (IOException e) {
        LOG.warn("reports of an earlier run in {} cannot be read: {}", path, e.toString());
      }
    }
    return reports;
  }

  private void takeOver(SpoolFile left, List<Kept> reports) throws IOException {
    boolean all = true;
    for (String line : left.lines()) {
      ObjectNode report = parse(left.path(), line);
      if (report != null) {
        long bytes = append(report);
        all &= bytes > 0;
        reports.add(new Kept(report, bytes));
      }
    }
    if (all) {
      left.delete();
    } else {
      left.close();
    }
  }

  private static @Nullable ObjectNode parse(Path path, String line) {
    try {
      JsonNode node = Http.JSON.readTree(line);
      if (node instanceof ObjectNode report && (report.has("cost_usd") || report.has("model"))) {
        return report;
      }
    } catch (JsonProcessingException e) {
      // As below.
    }
    LOG.warn("a line of {} is not a report: its process ended while it wrote it", path);
    return null;
  }

  private List<Path> others(Path parent) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, prefix + "*" + SUFFIX)) {
      found.forEach(paths::add);
    } catch (IOException e) {
      warn(e);
    }
    if (file != null) {
      paths.remove(file.path());
    }
    paths.sort((one, other) -> Long.compare(modified(one), modified(other)));
    return paths;
  }

  private static long modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Keeps a report; answers how many bytes it takes, 0 where it is not on disk. */
  long append(ObjectNode report) {
    if (file == null) {
      return 0;
    }
    byte[] line = report.toString().getBytes(StandardCharsets.UTF_8);
    try {
      if (file.size() + line.length >= mostBytes) {
        throw new IOException("it would hold more than " + mostBytes + " bytes");
      }
      file.append(line);
    } catch (IOException e) {
      warn(e);
      return 0;
    }
    warned = false;
    live += line.length + 1;
    return line.length + 1L;
  }

  /** So many bytes are settled; {@code rest} are the reports here that are not. */
  void settled(long bytes, Supplier<List<ObjectNode>> rest) {
    live -= bytes;
    if (file == null || bytes == 0) {
      return;
    }
    try {
      if (live == 0) {
        file.clear();
      } else if (file.size() - live > MOST_COUNTED_BYTES) {
        rewrite(file, rest.get());
      }
    } catch (IOException e) {
      // What was counted is sent once more, under the same ids.
      LOG.warn("{} cannot be written anew: {}", file.path(), e.toString());
    }
  }

  /** Into another file, so that no moment has neither. */
  private void rewrite(SpoolFile old, List<ObjectNode> rest) throws IOException {
    SpoolFile fresh = SpoolFile.create(old.path().resolveSibling(newName()));
    for (ObjectNode report : rest) {
      fresh.append(report.toString().getBytes(StandardCharsets.UTF_8));
    }
    file = fresh;
    live = fresh.size();
    old.delete();
  }

  /** Keeps what comes when all else is over; false: it could not be. */
  boolean keepLate(ObjectNode report) {
    if (directory == null) {
      return false;
    }
    try (SpoolFile late = newFile(directory)) {
      late.append(report.toString().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      warn(e);
      return false;
    }
  }

  /** Leaves what waits to the next start, and nothing where nothing does. */
  void close() {
    if (file == null) {
      return;
    }
    try {
      if (live == 0) {
        file.delete();
      } else {
        file.force();
        file.close();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be closed: {}", file.path(), e.toString());
    }
    file = null;
  }

  @Override
  public String toString() {
    return String.valueOf(directory);
  }
}
