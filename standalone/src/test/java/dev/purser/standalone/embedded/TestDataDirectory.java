package dev.purser.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDataDirectory {
  @TempDir Path folder;

  @Test
  void refusesASecondUserInOneLine() {
    try (DataDirectory first = DataDirectory.open(folder)) {
      assertThat(first.path()).isEqualTo(folder);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(CommandError.class)
          .hasMessageContaining("in use by another purser")
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void canBeOpenedAgainOnceItIsClosed() {
    DataDirectory.open(folder).close();
    DataDirectory.open(folder).close();
  }

  @Test
  void makesAFolderThatOnlyItsOwnerCanEnter() throws IOException {
    Path missing = folder.resolve("a/b");
    DataDirectory.open(missing).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
        .isEqualTo("rwx------");
  }

  @Test
  void leavesTheModeOfAFolderWithOtherThingsInIt() throws IOException {
    Files.createFile(folder.resolve("somebodys"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataDirectory.open(folder).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwxr-xr-x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("logs"))))
        .isEqualTo("rwx------");
  }

  @Test
  void keepsTheAdministratorsKeyForItsOwnerAlone() throws IOException {
    String key;
    try (DataDirectory directory = DataDirectory.open(folder)) {
      key = directory.adminKey();
    }
    try (DataDirectory again = DataDirectory.open(folder)) {
      assertThat(again.adminKey()).isEqualTo(key).hasSizeGreaterThan(40);
    }
    Path file = DataDirectory.adminKeyFile(folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void makesAnotherKeyForAnotherFolder() {
    try (DataDirectory one = DataDirectory.open(folder.resolve("one"));
        DataDirectory two = DataDirectory.open(folder.resolve("two"))) {
      assertThat(one.adminKey()).isNotEqualTo(two.adminKey());
    }
  }

  @Test
  void saysWhyAFileCannotBeADirectory() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(CommandError.class)
        .hasMessageContaining("cannot use the data directory");
  }
}
