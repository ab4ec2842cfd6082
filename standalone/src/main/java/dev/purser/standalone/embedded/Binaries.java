package dev.purser.standalone.embedded;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where PostgreSQL's programs are unpacked: below a folder that only this user can enter, since
 * whoever could write there would run as this user.
 */
final class Binaries {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private Binaries() {}

  /** Once for all data directories of the user; in this one where the user has no home. */
  static Path folder(DataDirectory directory) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    try {
      return unpacked(home.resolve("purser").resolve("postgres"));
    } catch (IOException | UnsupportedOperationException e) {
      return unpackedBeside(directory);
    }
  }

  private static Path unpackedBeside(DataDirectory directory) {
    try {
      return unpacked(directory.resolve("postgres-programs"));
    } catch (IOException e) {
      throw new CommandError("PostgreSQL's programs cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /** The library gives its own folder to everybody: it lies within one that is not. */
  private static Path unpacked(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.isSymbolicLink(folder)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(ourselves(folder))) {
      throw new IOException(folder + " belongs to somebody else");
    }
    Files.setPosixFilePermissions(folder, OWNER_ONLY);
    return folder.resolve("unpacked");
  }

  private static Object ourselves(Path folder) throws IOException {
    Path mine = Files.createTempFile(folder, "owner", "");
    try {
      return Files.getOwner(mine);
    } finally {
      Files.delete(mine);
    }
  }
}
