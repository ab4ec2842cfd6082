package dev.purser.standalone.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that keeps everything of one embedded Purser. Who opens it holds a lock on it until
 * closed, so that two never run on the same database files.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final int KEY_BYTES = 24;

  /** Name of the small file in which a running Purser says at which address it answers. */
  public static final String URL = "url";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws CommandError if another process has it or it cannot be written
   */
  public static DataDirectory open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
      }
      if (isOurs(absolute)) {
        // An earlier version, or the user, may have made it for others to look into.
        Files.setPosixFilePermissions(absolute, OWNER_ONLY_FOLDER);
      }
      Path logs = Files.createDirectories(absolute.resolve("logs"));
      Files.setPosixFilePermissions(logs, OWNER_ONLY_FOLDER);
      FileChannel channel = FileChannel.open(absolute.resolve("lock"), CREATE, WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new CommandError(
            "the data directory " + absolute + " is in use by another purser; stop it first");
      }
      return new DataDirectory(absolute, channel, lock);
    } catch (IOException e) {
      throw new CommandError("cannot use the data directory " + absolute + ": " + reason(e), e);
    }
  }

  /** A folder with other things in it keeps its mode: it may be somebody's home, or /tmp. */
  private static boolean isOurs(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return Files.exists(folder.resolve("lock")) || inside.findAny().isEmpty();
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  /** The folder itself, absolute. */
  public Path path() {
    return path;
  }

  /** A file or folder in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Where a part writes its log; the file is there, for its owner alone. */
  public Path log(String part) {
    Path file = path.resolve("logs").resolve(part + ".log");
    try {
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      } else {
        createOwnerOnly(file, "");
      }
      return file;
    } catch (IOException e) {
      throw new CommandError("cannot write " + file + ": " + reason(e), e);
    }
  }

  /** The file with the key of the administrator. */
  public static Path adminKeyFile(Path directory) {
    return directory.resolve("admin.key");
  }

  /** Where a running Purser says at which address it answers. */
  public static Path urlFile(Path directory) {
    return directory.resolve(URL);
  }

  /** The administrator's key, made at the first call and readable by the owner alone. */
  public String adminKey() {
    return secret(adminKeyFile(path), "pk_admin_");
  }

  /** A secret of a part, made at the first call and readable by the owner alone. */
  String secret(String name) {
    return secret(path.resolve(name), "");
  }

  private static String secret(Path file, String prefix) {
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        createOwnerOnly(file, prefix + HexFormat.of().formatHex(random) + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandError("cannot read " + file + ": " + reason(e), e);
    }
  }

  private static void createOwnerOnly(Path file, String content) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      out.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
      out.force(true);
    }
  }

  /** What was written under this name; empty if nothing ever was. */
  public Optional<String> read(String name) {
    Path file = path.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a small file in one step: after a crash there is the old content or the new. */
  public void write(String name, String content) {
    Path file = path.resolve(name);
    Path next = path.resolve(name + ".new");
    try {
      Files.deleteIfExists(next);
      createOwnerOnly(next, content + "\n");
      try {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a small file. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
