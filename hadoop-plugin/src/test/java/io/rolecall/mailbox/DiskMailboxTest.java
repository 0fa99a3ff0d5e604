package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.rolecall.testing.FakeClock;
import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mailbox on a disk: written by one, read by others. */
@Timeout(120)
class DiskMailboxTest {

  private static final int SWAPS = 2000;

  private final FakeClock clock = new FakeClock();
  private final AtomicLong nanos = new AtomicLong();
  private final Configuration conf = new Configuration(false);
  private final UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
  private final RecordedLog log = new RecordedLog("io.rolecall.mailbox", "INFO");
  private final MailboxReader reader = Mailboxes.reader(nanos::get);

  @TempDir private Path folder;
  private MailboxWriter writer;

  @BeforeEach
  void create() throws IOException {
    writer = Mailboxes.writer(folder, "job-1", clock);
  }

  @AfterEach
  void stopRecording() {
    log.close();
  }

  private void post(String text) throws IOException {
    writer.post(text.getBytes(UTF_8));
  }

  private Path letter() {
    return Mailboxes.letter(writer);
  }

  private Path box() {
    return requireNonNull(letter().getParent());
  }

  private MailboxReader.Reading look() throws IOException {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    return reader.look(writer.mailbox(), user, conf);
  }

  private static String text(MailboxReader.Reading reading) {
    return new String(requireNonNull(reading.content()), UTF_8);
  }

  @Test
  void isItsOwnersAloneAndGoesWithItsWriter() throws IOException {
    post("one");
    post("two");
    assertThat(permissions(box())).isEqualTo("rwx------");
    assertThat(permissions(letter())).isEqualTo("rw-------");
    try (var files = Files.list(box())) {
      assertThat(files).as("no checksums either").containsExactly(letter());
    }
    writer.close();
    writer.close();
    assertThat(folder).isEmptyDirectory();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Whoever may rename the folder may take it away, or put one that he can read in its place. */
  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void isNotMadeWhereOthersMayRenameIt(String mode) throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> Mailboxes.writer(open, "job-2", clock))
        .isInstanceOf(IOException.class)
        .hasMessage(
            open.toUri()
                + ": no mailbox can be made there: others may rename what lies there (its mode is "
                + mode
                + ", without the sticky bit: chmod +t, or chmod go-w). It has to be a folder that"
                + " the current user may write to");
    assertThat(open).isEmptyDirectory();
    Files.setAttribute(open, "unix:mode", 01777);
    Mailboxes.writer(open, "job-2", clock).close();
  }

  /** The folder that mailboxes lie in may be anybody's home. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rolecall-data",
        "rolecall-run-7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "rolecall-7C9E6679-7425-40DE-944B-E07FC1F90AE7",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7"
      })
  void whatIsNoMailboxIsLeftAlone(String name) throws IOException {
    Path other = Files.createDirectory(folder.resolve(name));
    Files.createFile(other.resolve("letter"));
    age(other);
    Mailboxes.writer(folder, "job-2", clock);
    assertThat(other.resolve("letter")).exists();
  }

  @Test
  void anAbandonedOneGoesWithWhatIsItsOwnAlone() throws IOException {
    String name = "rolecall-7c9e6679-7425-40de-944b-e07fc1f90ae";
    Path abandoned = Files.createDirectory(folder.resolve(name + "7"));
    Files.createFile(abandoned.resolve("letter"));
    age(abandoned);
    Path used = Files.createDirectory(folder.resolve(name + "8"));
    Path file = Files.createFile(used.resolve("somebody's"));
    age(used);
    Mailboxes.writer(folder, "job-2", clock);
    assertThat(abandoned).doesNotExist();
    assertThat(file).exists();
  }

  private static void age(Path folder) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(49))));
  }

  @Test
  void theNewestLetterIsRead() throws IOException {
    post("one");
    assertThat(text(look())).isEqualTo("one");
    clock.advance(Duration.ofHours(1));
    post("two");
    MailboxReader.Reading second = look();
    assertThat(text(second)).isEqualTo("two");
    assertThat(second.writtenAt()).isEqualTo(clock.instant());
    assertThat(look()).as("nothing new").isSameAs(second);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void whoLooksWithinASecondGetsTheSame() throws IOException {
    post("one");
    look();
    post("two");
    nanos.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(text(reader.look(writer.mailbox(), user, conf))).isEqualTo("one");
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(text(reader.look(writer.mailbox(), user, conf))).isEqualTo("two");
  }

  @Test
  void oneReadServesAllOfAProcess() throws IOException {
    assertThat(MailboxReader.of(writer.mailbox()))
        .isSameAs(MailboxReader.of(writer.mailbox()))
        .isNotSameAs(MailboxReader.of(Mailboxes.of(writer.toString(), "job-1")));
  }

  /** A gateway serves many jobs, and has no use for the keys of those that have ended. */
  @Test
  void aReaderThatNobodyHasIsForgottenWithItsKey() throws IOException {
    WeakReference<MailboxReader> reader = new WeakReference<>(MailboxReader.of(writer.mailbox()));
    for (int i = 0; i < 100 && reader.get() != null; i++) {
      System.gc();
    }
    assertThat(reader.get()).isNull();
  }

  @Test
  void whoLooksWhileAnotherDoesWaitsForHim() throws Exception {
    post("one");
    Mailbox mailbox = writer.mailbox();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong reads = new AtomicLong();
    MailboxReader slow =
        new MailboxReader(
            nanos::get,
            (box, who, how) -> {
              reads.incrementAndGet();
              reading.countDown();
              awaitQuietly(goOn);
              return MailboxAccess.bytes(box, who, how);
            });
    CompletableFuture<MailboxReader.Reading> first =
        CompletableFuture.supplyAsync(() -> slow.look(mailbox, user, conf));
    reading.await();
    CompletableFuture<MailboxReader.Reading> second =
        CompletableFuture.supplyAsync(() -> slow.look(mailbox, user, conf));
    goOn.countDown();
    assertThat(second.get()).isSameAs(first.get());
    assertThat(reads).hasValue(1);
  }

  /** A disk of another machine may hang for as long as that one is away. */
  @Test
  void nobodyWaitsForALookThatHangs() throws Exception {
    post("one");
    Mailbox mailbox = writer.mailbox();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    MailboxReader slow =
        new MailboxReader(
            nanos::get,
            (box, who, how) -> {
              reading.countDown();
              awaitQuietly(goOn);
              return MailboxAccess.bytes(box, who, how);
            });
    CompletableFuture<MailboxReader.Reading> first =
        CompletableFuture.supplyAsync(() -> slow.look(mailbox, user, conf));
    reading.await();
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(slow.look(mailbox, user, conf).content()).isNull());
    goOn.countDown();
    assertThat(text(first.get())).isEqualTo("one");
    assertThat(text(slow.look(mailbox, user, conf))).isEqualTo("one");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anOlderLetterIsNotTaken() throws IOException {
    post("one");
    Path kept = Files.copy(letter(), folder.resolve("kept"));
    post("two");
    look();
    Files.move(kept, letter(), StandardCopyOption.REPLACE_EXISTING);
    MailboxReader.Reading rolledBack = look();
    assertThat(text(rolledBack)).isEqualTo("two");
    assertThat(rolledBack.problem())
        .isEqualTo(
            "its letter cannot be read: it is letter 1, written at 2026-01-01T00:00:00Z, and letter"
                + " 2, written at 2026-01-01T00:00:00Z was there before");
    look();
    assertThat(log.lines())
        .containsExactly(
            "WARN "
                + writer
                + ": "
                + rolledBack.problem()
                + ". The sessions that were read before serve until they end.");
    post("three");
    assertThat(text(look())).isEqualTo("three");
    assertThat(look().problem()).isNull();
  }

  @Test
  void anotherJobsLetterIsNotTaken() throws IOException {
    post("one");
    look();
    try (MailboxWriter other = Mailboxes.writer(folder, "job-2", clock)) {
      other.post("foreign".getBytes(UTF_8));
      Files.copy(Mailboxes.letter(other), letter(), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(text(look())).isEqualTo("one");
    assertThat(look().problem())
        .isEqualTo("its letter cannot be read: it is of job 'job-2', not 'job-1'");
  }

  @Test
  void everyByteFlippedOnceIsNamedAndTheLetterBeforeStays() throws IOException {
    post("one");
    look();
    post("the-secret");
    byte[] whole = Files.readAllBytes(letter());
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x01;
      Files.write(letter(), flipped);
      MailboxReader.Reading found = look();
      assertThat(text(found)).isEqualTo("one");
      assertThat(found.problem())
          .startsWith("its letter cannot be read: it ")
          .doesNotContain("the-secret");
    }
    Files.write(letter(), whole);
    assertThat(text(look())).isEqualTo("the-secret");
  }

  @Test
  void isNamedWhenItIsGone() throws IOException {
    post("one");
    look();
    Files.delete(letter());
    assertThat(look().problem()).isEqualTo("its letter cannot be read: there is no such file");
    assertThat(look().isDenied()).isFalse();
    assertThat(text(look())).isEqualTo("one");
    post("two");
    assertThat(text(look())).isEqualTo("two");
  }

  /** Root reads everything, so a process looks that has not that right. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNamedWhenItIsClosed(boolean theFolder) throws Exception {
    post("one");
    Files.setPosixFilePermissions(
        theFolder ? box() : letter(), PosixFilePermissions.fromString("---------"));
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx100m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LookingProcess.class.getName(),
            writer.toString()));
    Process looking =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(looking.getInputStream().readAllBytes(), UTF_8);
    Files.setPosixFilePermissions(box(), PosixFilePermissions.fromString("rwx------"));
    assertThat(said.lines())
        .contains(LookingProcess.SAYS + "true its letter cannot be read: permission denied");
  }

  /** The letter before serves on, and all who look are told once. */
  @Test
  void whatIsClosedLaterIsNamedAndTheLetterBeforeStays() throws IOException {
    post("one");
    List<IOException> failures = new ArrayList<>();
    MailboxReader closing =
        new MailboxReader(
            nanos::get,
            (box, who, how) -> {
              if (!failures.isEmpty()) {
                throw failures.get(0);
              }
              return MailboxAccess.bytes(box, who, how);
            });
    closing.look(writer.mailbox(), user, conf);
    for (IOException failure :
        List.of(
            new AccessDeniedException(letter().toString()),
            new AccessControlException("Permission denied: user=bob, access=READ"))) {
      failures.add(0, failure);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      MailboxReader.Reading found = closing.look(writer.mailbox(), user, conf);
      assertThat(found.isDenied()).isTrue();
      assertThat(text(found)).isEqualTo("one");
    }
    assertThat(log.lines())
        .containsExactly(
            "WARN "
                + writer
                + ": its letter cannot be read: permission denied. The sessions that were read"
                + " before serve until they end.",
            "WARN "
                + writer
                + ": its letter cannot be read: Permission denied: user=bob, access=READ. The"
                + " sessions that were read before serve until they end.");
    failures.clear();
    post("two");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(text(closing.look(writer.mailbox(), user, conf))).isEqualTo("two");
  }

  /** Whoever opens a pipe waits for somebody who writes it. */
  @Test
  void aPipeAFolderOrAHugeFileIsNone() throws Exception {
    post("one");
    Files.delete(letter());
    assertThat(new ProcessBuilder("mkfifo", letter().toString()).start().waitFor()).isZero();
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), this::look).problem())
        .isEqualTo("its letter cannot be read: it is no regular file");
    Files.delete(letter());
    Files.createDirectory(letter());
    assertThat(look().problem()).isEqualTo("its letter cannot be read: it is no regular file");
    Files.delete(letter());
    try (java.io.RandomAccessFile huge = new java.io.RandomAccessFile(letter().toFile(), "rw")) {
      huge.setLength(Letter.MOST_BYTES + 1L);
    }
    assertThat(look().problem())
        .isEqualTo("its letter cannot be read: it is larger than 67174400 bytes, as no letter is");
  }

  @Test
  void aLetterThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
    post("one");
    Files.createDirectories(letter().resolveSibling(LetterBox.FRESH).resolve("in the way"));
    assertThatThrownBy(() -> post("two"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(writer + ": no letter can be left there: ");
    assertThat(text(look())).isEqualTo("one");
  }

  @Test
  void aFolderThatSomebodyRemovedIsNamed() throws IOException {
    Files.delete(Mailboxes.letter(writer).getParent());
    assertThatThrownBy(() -> post("two"))
        .hasMessage(writer + ": no letter can be left there: somebody removed the folder");
  }

  @Test
  void isMadeInAFolderThatIsThere() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Mailboxes.writer(missing, "job-1", clock))
        .hasMessage(
            missing.toUri()
                + ": no mailbox can be made there: there is no such folder. It has to be a folder"
                + " that the current user may write to");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Mailboxes.writer(file, "job-1", clock))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toUri() + ": no mailbox can be made there: ");
  }

  /** By the disk's clock; whoever was killed has left it. */
  @Test
  void whatWasLeftForTwoDaysIsRemoved() throws IOException {
    post("left");
    Instant now = Files.getLastModifiedTime(box()).toInstant();
    Files.setLastModifiedTime(box(), FileTime.from(now.minus(Duration.ofHours(49))));
    Path others = Files.createDirectory(folder.resolve("others"));
    Files.setLastModifiedTime(others, FileTime.from(now.minus(Duration.ofHours(49))));
    MailboxWriter recent = Mailboxes.writer(folder, "job-2", clock);
    assertThat(box()).doesNotExist();
    assertThat(others).exists();
    Mailboxes.writer(folder, "job-3", clock);
    assertThat(Path.of(URI.create(recent.toString()))).exists();
  }

  /** Each is the old letter or the new one, whole. */
  @Test
  void swapsAreSeenWhole() throws Exception {
    post("0");
    Mailbox mailbox = writer.mailbox();
    Thread swapper =
        new Thread(
            () -> {
              try {
                for (int i = 1; i <= SWAPS; i++) {
                  post("" + i);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    swapper.start();
    int last = 0;
    while (last < SWAPS) {
      byte[] bytes = new DiskBox(box()).read(Letter.MOST_BYTES);
      int seen = Integer.parseInt(new String(Letter.open(mailbox, bytes).content(), UTF_8));
      assertThat(seen).isGreaterThanOrEqualTo(last);
      last = seen;
    }
    swapper.join();
  }

  /** A renewal may be under way when the command ends. */
  @Test
  void afterItWasRemovedNoLetterIsLeft() throws IOException {
    writer.close();
    assertThatThrownBy(() -> writer.post(new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage(writer + ": it was removed");
    assertThat(Path.of(URI.create(writer.toString()))).doesNotExist();
  }
}
