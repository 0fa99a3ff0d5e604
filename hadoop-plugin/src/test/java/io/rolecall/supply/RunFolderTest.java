package io.rolecall.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path parent;

  private List<Path> found() throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.toList();
    }
  }

  @Test
  void isItsUsersAloneAndLeavesNothing() throws IOException {
    try (RunFolder folder = RunFolder.create(parent)) {
      Files.writeString(folder.resolve("tokens"), "secret");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(Path.of(folder.toString()))))
          .isEqualTo("rwx------");
    }
    assertThat(found()).isEmpty();
  }

  @Test
  void canBeClosedTwiceAndRemovedByOthers() throws IOException {
    RunFolder folder = RunFolder.create(parent);
    folder.close();
    folder.close();
    assertThat(found()).isEmpty();
  }

  @Test
  void whoStillWritesThereFails() throws IOException {
    RunFolder folder = RunFolder.create(parent);
    folder.close();
    assertThatThrownBy(() -> Files.writeString(folder.resolve("tokens"), "secret"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFolderInUseStaysAndAnAbandonedOneGoes() throws IOException {
    Path abandoned = Files.createDirectory(parent.resolve("rolecall-run-1"));
    Files.writeString(abandoned.resolve("tokens"), "secret");
    Files.createFile(abandoned.resolve("lock"));
    Path others = Files.createDirectory(parent.resolve("rolecall-run-2"));
    try (RunFolder first = RunFolder.create(parent);
        RunFolder second = RunFolder.create(parent)) {
      assertThat(found())
          .containsExactlyInAnyOrder(others, Path.of(first.toString()), Path.of(second.toString()));
    }
    assertThat(found()).containsExactly(others);
  }

  /** Its owner could put a link to a folder of ours in its place while we empty it. */
  @Test
  void aFolderOfAnotherUserIsLeftAlone() throws IOException {
    Path others = Files.createDirectory(parent.resolve("rolecall-run-3"));
    Files.createFile(others.resolve("lock"));
    try {
      Files.setOwner(
          others,
          parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException e) {
      assumeTrue(false, "who is not root gives no folder away: " + e);
    }
    RunFolder.create(parent).close();
    assertThat(found()).containsExactly(others);
  }

  @Test
  void doesNotFollowWhatSomebodyPutThere() throws IOException {
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Files.createFile(precious.resolve("lock"));
    Files.writeString(precious.resolve("data"), "kept");
    Files.createSymbolicLink(parent.resolve("rolecall-run-3"), precious);
    try (RunFolder folder = RunFolder.create(parent)) {
      assertThat(folder.resolve("tokens")).doesNotExist();
    }
    assertThat(precious.resolve("data")).hasContent("kept");
  }

  @Test
  void saysWhereNoneCanBeMade() {
    Path none = parent.resolve("none");
    assertThatThrownBy(() -> RunFolder.create(none))
        .isInstanceOf(IOException.class)
        .hasMessage(
            none
                + ": no private folder can be made there: there is no such file. TMPDIR names"
                + " another place");
  }
}
