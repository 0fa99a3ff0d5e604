package io.rolecall.supply.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  private Path abandoned(String name) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.writeString(folder.resolve("tokens"), "secret");
    Files.createFile(folder.resolve("lock"));
    return folder;
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
    abandoned(RunFolder.prefix() + "1");
    Path others = Files.createDirectory(parent.resolve(RunFolder.prefix() + "2"));
    try (RunFolder first = RunFolder.create(parent);
        RunFolder second = RunFolder.create(parent)) {
      assertThat(found())
          .containsExactlyInAnyOrder(others, Path.of(first.toString()), Path.of(second.toString()));
    }
    assertThat(found()).containsExactly(others);
  }

  /** A command goes on with it though who supplied it was killed. */
  @Test
  void whatServesYetStaysUntilItDoesNoMore() throws IOException {
    Path left = abandoned(RunFolder.prefix() + "1");
    Files.writeString(left.resolve("until"), Instant.now().plusSeconds(600).toString());
    RunFolder.create(parent).close();
    assertThat(left.resolve("tokens")).exists();
    Files.writeString(left.resolve("until"), Instant.now().minusSeconds(1).toString());
    RunFolder.create(parent).close();
    assertThat(left).doesNotExist();
  }

  @Test
  void whatNobodyUnderstandsKeepsNothingThere() throws IOException {
    Path odd = abandoned(RunFolder.prefix() + "1");
    Files.writeString(odd.resolve("until"), "tomorrow");
    Path old = abandoned(RunFolder.prefix() + "2");
    Files.writeString(old.resolve("until"), Instant.MAX.toString());
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    RunFolder.create(parent).close();
    assertThat(odd).doesNotExist();
    assertThat(old).doesNotExist();
  }

  @Test
  void saysUntilWhenItServes() throws IOException {
    try (RunFolder folder = RunFolder.create(parent)) {
      folder.keepUntil(Instant.parse("2026-01-01T12:00:00Z"));
      assertThat(folder.resolve("until")).hasContent("2026-01-01T12:00:00Z");
    }
    assertThat(found()).isEmpty();
  }

  /** Else the folder would be gone after a kill, while its command goes on with it. */
  @Test
  void whatCouldNotBeSaidIsSaidLater() throws IOException {
    Instant end = Instant.parse("2026-01-01T12:00:00Z");
    try (RunFolder folder = RunFolder.create(parent)) {
      Path inTheWay = Files.createDirectory(folder.resolve("until"));
      Files.createDirectory(inTheWay.resolve("x"));
      assertThatThrownBy(() -> folder.keepUntil(end)).isInstanceOf(IOException.class);
      Files.delete(inTheWay.resolve("x"));
      Files.delete(inTheWay);
      folder.keepUntil(end);
      assertThat(folder.resolve("until")).hasContent("2026-01-01T12:00:00Z");
    }
  }

  /** By its age other machines tell that a folder is in use, where they do not see its lock. */
  @Test
  void aFolderInWhichAFileIsReplacedIsAsNewAsThat() throws IOException {
    try (RunFolder folder = RunFolder.create(parent)) {
      String name = folder.unseen() + "/tokens";
      Path place = folder.resolve("");
      Files.setLastModifiedTime(place, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
      folder.replace(name, new byte[] {1});
      assertThat(Files.getLastModifiedTime(place).toInstant())
          .isAfter(Instant.now().minus(Duration.ofHours(1)));
    }
  }

  /** Whoever has made the folder of that name could swap a file in it before a token is written. */
  @Test
  void whereSomebodyElsesFolderStandsInItsPlaceNothingIsWritten() throws Exception {
    try (RunFolder folder = RunFolder.create(parent);
        WatchService watch = parent.getFileSystem().newWatchService()) {
      String name = folder.unseen() + "/tokens";
      Path place = folder.resolve("");
      Files.move(place, parent.resolve("gone"));
      Files.createDirectory(place);
      place.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      assertThatThrownBy(() -> folder.replace(name, new byte[] {1}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve(name) + " cannot be written: ");
      // What the watch tells is told in order: this is its last.
      Path last = Files.createFile(place.resolve("last"));
      WatchKey told = requireNonNull(watch.poll(30, TimeUnit.SECONDS));
      assertThat(told.pollEvents())
          .extracting(event -> String.valueOf(event.context()))
          .containsExactly(String.valueOf(last.getFileName()));
      Files.delete(last);
    }
  }

  /** The locks of one process keep that process itself from nothing, so this takes another one. */
  @Test
  void anotherProcessLeavesAFolderInUseAlone() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RunFolderHolder.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      Path held = Path.of(other.inputReader().readLine());
      RunFolder.create(parent).close();
      assertThat(held.resolve("lock")).exists();
      other.destroyForcibly().waitFor();
      RunFolder.create(parent).close();
      assertThat(found()).isEmpty();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** Whose lock may not be seen here: a disk of several machines. */
  @Test
  void aFolderOfAnotherMachineStaysUntilItsSessionsHaveEnded() throws IOException {
    Path others = abandoned("rolecall-run-00000000-1");
    RunFolder.create(parent).close();
    assertThat(others).exists();
    Files.setLastModifiedTime(others, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    RunFolder.create(parent).close();
    assertThat(others).doesNotExist();
  }

  @Test
  void oneFolderThatCannotBeRemovedDoesNotKeepTheOthersThere() throws IOException {
    Path odd = Files.createDirectory(parent.resolve(RunFolder.prefix() + "0"));
    Files.createDirectory(odd.resolve("lock"));
    Path abandoned = abandoned(RunFolder.prefix() + "1");
    Files.createDirectories(abandoned.resolve("of/the/command"));
    RunFolder.create(parent).close();
    assertThat(found()).containsExactly(odd);
  }

  @Test
  void whatTheCommandHasPutThereGoesWithIt() throws IOException {
    RunFolder folder = RunFolder.create(parent);
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/file"), "left");
    Path precious = Files.writeString(parent.resolve("precious"), "kept");
    Files.createSymbolicLink(folder.resolve("link"), precious);
    folder.close();
    assertThat(found()).containsExactly(precious);
  }

  /** Its name is known as soon as it is there. */
  @Test
  void isRemovedThoughSomebodyHasTakenTheNameThatItWouldHave() throws IOException {
    RunFolder folder = RunFolder.create(parent);
    Files.writeString(folder.resolve("tokens"), "secret");
    Path taken = Files.createDirectory(Path.of(folder + ".gone"));
    Files.createFile(taken.resolve("file"));
    folder.close();
    assertThat(found()).containsExactly(taken);
  }

  /** Where others may rename what is not theirs. */
  @Test
  void emptiesNothingThatSomebodyHasPutInItsPlace() throws IOException {
    RunFolder folder = RunFolder.create(parent);
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Files.writeString(precious.resolve("data"), "kept");
    Path place = Path.of(folder.toString());
    Files.move(place, parent.resolve("away"));
    Files.createSymbolicLink(place, precious);
    folder.close();
    assertThat(precious.resolve("data")).hasContent("kept");
  }

  @Test
  void tellsWhereOthersMayRenameIt() throws IOException {
    try (RunFolder folder = RunFolder.create(parent)) {
      assertThat(folder.exposure()).isEmpty();
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(folder.exposure())
          .contains(
              parent.toRealPath()
                  + ": every user may rename what lies there (its mode has no sticky bit), and so give"
                  + " this command tokens of theirs. TMPDIR names another place");
      Files.setAttribute(parent, "unix:mode", 01777);
      assertThat(folder.exposure()).isEmpty();
    }
  }

  /** As where root is told a user's TMPDIR. */
  @Test
  void tellsWhoseThePlaceIs() throws IOException {
    giveAway(parent);
    try (RunFolder folder = RunFolder.create(parent)) {
      assertThat(folder.exposure())
          .contains(
              parent.toRealPath()
                  + ": it belongs to nobody, who may rename what lies there, and so give this command"
                  + " tokens of theirs. TMPDIR names another place");
    }
  }

  private void giveAway(Path path) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    Files.setOwner(
        path,
        parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
  }

  /** Its owner could put a link to a folder of ours in its place while we empty it. */
  @Test
  void aFolderOfAnotherUserIsLeftAlone() throws IOException {
    Path others = abandoned(RunFolder.prefix() + "3");
    giveAway(others);
    RunFolder.create(parent).close();
    assertThat(found()).containsExactly(others);
  }

  @Test
  void doesNotFollowWhatSomebodyPutThere() throws IOException {
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Files.createFile(precious.resolve("lock"));
    Files.writeString(precious.resolve("data"), "kept");
    Files.createSymbolicLink(parent.resolve(RunFolder.prefix() + "3"), precious);
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
