package dev.purser.sdk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that belongs to this process alone while it is open, readable by its user. Not
 * read and written through its channel: the interrupt that stops a handler would close that.
 */
final class SpoolFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private long size;

  private SpoolFile(Path path, RandomAccessFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.size = file.length();
  }

  static SpoolFile create(Path path) throws IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      // Not a file system with modes.
      Files.createFile(path);
    }
    SpoolFile created = take(path);
    if (created == null) {
      throw new IOException(path + " cannot be locked");
    }
    return created;
  }

  /** One that another process left; null: its process lives, or someone else has taken it. */
  static @Nullable SpoolFile take(Path path) throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (FileNotFoundException e) {
      throw new IOException(path + " cannot be opened", e);
    }
    try {
      FileLock lock = file.getChannel().tryLock();
      // Whoever had it may have deleted it between the opening and the lock.
      if (lock != null && Files.exists(path)) {
        return new SpoolFile(path, file);
      }
    } catch (OverlappingFileLockException e) {
      // Another agent of this process has it.
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    return null;
  }

  /** Adds a line, all of it or nothing. */
  void append(byte[] line) throws IOException {
    byte[] bytes = new byte[line.length + 1];
    System.arraycopy(line, 0, bytes, 0, line.length);
    bytes[line.length] = '\n';
    try {
      file.seek(size);
      file.write(bytes);
    } catch (IOException e) {
      file.setLength(size);
      throw e;
    }
    size += bytes.length;
  }

  List<String> lines() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(size)];
    file.seek(0);
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }

  void clear() throws IOException {
    file.setLength(0);
    size = 0;
  }

  long size() {
    return size;
  }

  Path path() {
    return path;
  }

  /** Makes all of it outlive the machine too. */
  void force() throws IOException {
    file.getFD().sync();
  }

  /** Lets go of it for good. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
    file.close();
  }

  /** Lets go of it for whoever comes next. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
