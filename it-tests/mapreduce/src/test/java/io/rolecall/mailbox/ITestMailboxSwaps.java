package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.CreateEncryptionZoneFlag;
import org.apache.hadoop.hdfs.client.HdfsAdmin;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mailbox on HDFS, which asks for delegation tokens as it does with Kerberos, and on a disk:
 * spoiled, rolled back, another job's, removed, closed, and swapped under a looping reader.
 */
@Timeout(3600)
class ITestMailboxSwaps {

  private static final int SWAPS = Integer.getInteger("mailbox.swaps", 1000);
  private static final String ALWAYS_TOKENS = "dfs.namenode.delegation.token.always-use";
  private static final String GONE_SINCE = "its letter cannot be read: ";

  /** Where a file is synchronized at no cost: each letter is, twice. */
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir private static Path shared;

  private static Path disk;
  private static MiniDFSCluster hdfs;
  private static Configuration conf;

  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final AtomicLong nanos = new AtomicLong();
  private final MailboxReader reader = new MailboxReader(nanos::get, MailboxAccess::bytes);
  private MailboxWriter writer;
  private Mailbox mailbox;

  @BeforeAll
  static void start() throws IOException {
    conf = new HdfsConfiguration();
    disk = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "mailbox") : shared;
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.resolve("hdfs").toString());
    conf.setBoolean(ALWAYS_TOKENS, true);
    // A writer asks again that soon, twice as late each time, whether the NameNode knows a block.
    conf.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
    conf.setInt("dfs.client.block.write.locateFollowingBlock.retries", 12);
    conf.set("hadoop.security.key.provider.path", "jceks://file" + shared.resolve("keys.jceks"));
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    folder("/mail");
  }

  private static void folder(String path) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(path);
    hdfs.getFileSystem().mkdirs(folder);
    hdfs.getFileSystem().setPermission(folder, new FsPermission((short) 01777));
  }

  @AfterAll
  static void stop() throws IOException {
    hdfs.shutdown(true);
    if (!disk.equals(shared)) {
      Files.delete(disk);
    }
  }

  @BeforeEach
  void create() throws Exception {
    writer = as(alice, () -> writer(hdfs.getURI().resolve("/mail"), "job-1"));
    mailbox = as(alice, () -> writer.mailbox());
  }

  @AfterEach
  void remove() throws Exception {
    as(
        alice,
        () -> {
          writer.close();
          return true;
        });
  }

  private static MailboxWriter writer(URI parent, String job) throws IOException {
    return MailboxWriter.create(parent, conf, job, "a test", Clock.systemUTC());
  }

  private static <T> T as(UserGroupInformation user, PrivilegedExceptionAction<T> action)
      throws Exception {
    return user.doAs(action);
  }

  private static void post(MailboxWriter writer, String text, UserGroupInformation user)
      throws Exception {
    as(
        user,
        () -> {
          writer.post(text.getBytes(UTF_8));
          return true;
        });
  }

  private void post(String text) throws Exception {
    post(writer, text, alice);
  }

  private MailboxReader.Reading look(UserGroupInformation user) {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    return reader.look(mailbox, user, conf);
  }

  private MailboxReader.Reading look() {
    return look(UserGroupInformation.createRemoteUser("alice"));
  }

  private static String text(MailboxReader.Reading reading) {
    return new String(requireNonNull(reading.content()), UTF_8);
  }

  private org.apache.hadoop.fs.Path letter() {
    return new org.apache.hadoop.fs.Path(writer.toString(), "letter");
  }

  private byte[] bytes() throws IOException {
    return new HdfsBox(mailbox.folder(), conf).read(Letter.MOST_BYTES);
  }

  private void overwrite(byte[] bytes) throws IOException {
    try (FSDataOutputStream out = hdfs.getFileSystem().create(letter(), true)) {
      out.write(bytes);
    }
  }

  @Test
  void isItsOwnersAloneAndIsReadWithTheTokenThatTravelsWithIt() throws Exception {
    post("one");
    FileSystem fs = hdfs.getFileSystem();
    FileStatus folder = fs.getFileStatus(new org.apache.hadoop.fs.Path(writer.toString()));
    assertThat(folder.getOwner() + " " + folder.getPermission()).isEqualTo("alice rwx------");
    assertThat(fs.getFileStatus(letter()).getPermission()).hasToString("rw-------");
    assertThat(List.of(fs.listStatus(folder.getPath()))).hasSize(1);
    assertThat(mailbox.pass().orElseThrow().getKind()).hasToString("HDFS_DELEGATION_TOKEN");
    // Of the reader, the name alone is alice's: it is the token by which he is known.
    UserGroupInformation container = UserGroupInformation.createRemoteUser("alice");
    assertThat(text(look(container))).isEqualTo("one");
    assertThat(container.getCredentials().getAllTokens())
        .as("the job's own tokens of HDFS stay as they are")
        .isEmpty();
  }

  /** The folder that mailboxes lie in is a user's home, as the guide has it. */
  @Test
  void removesAbandonedMailboxesAndNothingElse() throws Exception {
    FileSystem fs = FileSystem.newInstance(hdfs.getURI(), conf, "alice");
    folder("/home");
    String name = "/home/rolecall-7c9e6679-7425-40de-944b-e07fc1f90ae";
    List<String> files =
        List.of("/home/rolecall-data/sub/f", name + "7/letter", name + "8/somebody's");
    long old = System.currentTimeMillis() - Duration.ofHours(49).toMillis();
    for (String file : files) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
      fs.create(path).close();
      for (org.apache.hadoop.fs.Path above = path.getParent();
          !above.getName().equals("home");
          above = requireNonNull(above.getParent())) {
        fs.setTimes(above, old, -1);
      }
    }
    as(
            alice,
            () -> {
              MailboxWriter other = writer(hdfs.getURI().resolve("/home"), "job-2");
              other.close();
              return other;
            })
        .close();
    List<String> left = new ArrayList<>();
    for (String file : files) {
      if (fs.exists(new org.apache.hadoop.fs.Path(file))) {
        left.add(file);
      }
    }
    assertThat(left).containsExactly(files.get(0), files.get(2));
    fs.close();
  }

  /** A container may start a day after its job, with the tokens of the submission. */
  @Test
  void whoseTokenHasEndedIsReadByWhoHasAnother() throws Exception {
    post("one");
    Credentials own = new Credentials();
    as(alice, () -> hdfs.getFileSystem().addDelegationTokens("alice", own));
    Token<?> pass = mailbox.pass().orElseThrow();
    as(alice, () -> cancelled(pass));
    UserGroupInformation late = UserGroupInformation.createRemoteUser("alice");
    late.addCredentials(own);
    MailboxReader.Reading reading = look(late);
    assertThat(reading.problem()).isNull();
    assertThat(text(reading)).isEqualTo("one");
  }

  /** The NameNode would keep them for a day, and whoever has one may read what alice may. */
  @Test
  void theTokensThatTravelWithItEndWithIt() throws Exception {
    List<Token<?>> passes =
        List.of(
            mailbox.pass().orElseThrow(), as(alice, () -> writer.mailbox()).pass().orElseThrow());
    remove();
    for (Token<?> pass : passes) {
      assertThatThrownBy(() -> as(alice, () -> cancelled(pass)))
          .hasMessageContaining("Token not found");
    }
  }

  /** Who reads with a token of HDFS has none of the key server. */
  @Test
  void isNotMadeInAnEncryptionZone() throws Exception {
    folder("/zone");
    KeyProvider keys = hdfs.getNamesystem().getProvider();
    keys.createKey("mail", new KeyProvider.Options(conf));
    keys.flush();
    new HdfsAdmin(hdfs.getURI(), conf)
        .createEncryptionZone(
            new org.apache.hadoop.fs.Path("/zone"),
            "mail",
            EnumSet.noneOf(CreateEncryptionZoneFlag.class));
    MailboxWriter zoned = as(alice, () -> writer(hdfs.getURI().resolve("/zone"), "job-1"));
    assertThatThrownBy(() -> as(alice, zoned::mailbox))
        .hasMessage(
            zoned
                + ": it lies in an encryption zone, and who reads there with a token of HDFS has"
                + " none of its key server. fs.s3a.rolecall.mailbox has to name a folder that is in"
                + " no zone");
    as(
        alice,
        () -> {
          zoned.close();
          return true;
        });
    assertThat(hdfs.getFileSystem().listStatus(new org.apache.hadoop.fs.Path("/zone"))).isEmpty();
  }

  @Test
  void isNotMadeWhereOthersMayRenameIt() throws Exception {
    folder("/open");
    hdfs.getFileSystem()
        .setPermission(new org.apache.hadoop.fs.Path("/open"), new FsPermission((short) 0777));
    URI open = hdfs.getURI().resolve("/open");
    assertThatThrownBy(() -> as(alice, () -> writer(open, "job-1")))
        .hasMessage(
            open
                + ": no mailbox can be made there: others may rename what lies there (its mode is"
                + " rwxrwxrwx, without the sticky bit: chmod +t, or chmod go-w). It has to be a"
                + " folder that the current user may write to");
  }

  private static boolean cancelled(Token<?> token) throws Exception {
    token.cancel(conf);
    return true;
  }

  @Test
  void isClosedToOthers() throws Exception {
    post("one");
    mailbox = mailbox.with(java.util.Optional.empty());
    UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
    MailboxReader.Reading found = look(bob);
    assertThat(found.problem())
        .startsWith(GONE_SINCE + "Permission denied: user=bob, access=EXECUTE, inode=");
    assertThat(found.isDenied()).isTrue();
    assertThatThrownBy(() -> as(bob, () -> post2(writer)))
        .hasMessageStartingWith(
            writer + ": no letter can be left there: Permission denied: user=bob, ");
  }

  private static boolean post2(MailboxWriter writer) throws IOException {
    writer.post(new byte[0]);
    return true;
  }

  @Test
  void everyByteFlippedOnceIsNamedAndTheLetterBeforeStays() throws Exception {
    post("one");
    look();
    post("the-secret");
    byte[] whole = bytes();
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x01;
      overwrite(flipped);
      MailboxReader.Reading found = look();
      assertThat(text(found)).isEqualTo("one");
      assertThat(found.problem()).startsWith(GONE_SINCE + "it ").doesNotContain("the-secret");
    }
    overwrite(whole);
    assertThat(text(look())).isEqualTo("the-secret");
  }

  @Test
  void rolledBackAnotherJobsRemovedAreNamed() throws Exception {
    post("one");
    byte[] first = bytes();
    post("two");
    assertThat(text(look())).isEqualTo("two");
    overwrite(first);
    assertThat(look().problem()).startsWith(GONE_SINCE + "it is letter 1, written at ");
    MailboxWriter other = as(alice, () -> writer(hdfs.getURI().resolve("/mail"), "job-2"));
    post(other, "foreign", alice);
    overwrite(new HdfsBox(other.mailbox().folder(), conf).read(Letter.MOST_BYTES));
    assertThat(look().problem()).isEqualTo(GONE_SINCE + "it is of job 'job-2', not 'job-1'");
    as(
        alice,
        () -> {
          other.close();
          writer.close();
          return true;
        });
    assertThat(look().problem()).isEqualTo(GONE_SINCE + "there is no such file");
    assertThat(text(look())).isEqualTo("two");
    assertThat(hdfs.getFileSystem().listStatus(new org.apache.hadoop.fs.Path("/mail"))).isEmpty();
  }

  @Test
  void swapsOnHdfsAreSeenWhole() throws Exception {
    swap(writer, mailbox, as(alice, () -> new HdfsBox(mailbox.folder(), conf)), alice);
  }

  @Test
  void swapsOnADiskAreSeenWhole(@TempDir Path folder) throws Exception {
    try (MailboxWriter onDisk = writer(folder.toUri(), "job-1")) {
      Mailbox there = onDisk.mailbox();
      swap(onDisk, there, MailboxFolders.at(there.folder(), conf), alice);
    }
  }

  /** Each read finds a letter, whole, and none that is older than the one before. */
  private static void swap(
      MailboxWriter writer, Mailbox mailbox, LetterBox box, UserGroupInformation user)
      throws Exception {
    post(writer, "0", user);
    CompletableFuture<Void> swaps =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 1; i <= SWAPS; i++) {
                  post(writer, "" + i, user);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    int last = 0;
    int reads = 0;
    while (last < SWAPS && !swaps.isCompletedExceptionally()) {
      byte[] bytes = as(user, () -> box.read(Letter.MOST_BYTES));
      int seen = Integer.parseInt(new String(Letter.open(mailbox, bytes).content(), UTF_8));
      assertThat(seen).isGreaterThanOrEqualTo(last);
      last = seen;
      reads++;
    }
    swaps.get();
    assertThat(last).isEqualTo(SWAPS);
    assertThat(reads).isGreaterThan(SWAPS / 100);
  }
}
