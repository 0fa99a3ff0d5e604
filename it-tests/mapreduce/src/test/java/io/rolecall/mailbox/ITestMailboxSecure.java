package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.mapreduce.SecureRealm;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
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

/** A mailbox on an HDFS that knows its users by Kerberos, and containers by tokens alone. */
@Timeout(300)
class ITestMailboxSecure {

  private static final String UNREADABLE = "its letter cannot be read: ";

  @TempDir private static Path shared;

  private static SecureRealm realm;
  private static MiniDFSCluster hdfs;
  private static Configuration conf;

  private final AtomicLong nanos = new AtomicLong();
  private final MailboxReader reader = new MailboxReader(nanos::get, MailboxAccess::bytes);
  private UserGroupInformation submitter;
  private MailboxWriter writer;
  private Mailbox mailbox;

  @BeforeAll
  static void start() throws Exception {
    realm = SecureRealm.start(shared.resolve("kdc"));
    conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, shared.resolve("hdfs").toString());
    realm.secure(conf);
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    org.apache.hadoop.fs.Path mail = new org.apache.hadoop.fs.Path("/mail");
    hdfs.getFileSystem().mkdirs(mail);
    hdfs.getFileSystem().setPermission(mail, new FsPermission((short) 01777));
  }

  @AfterAll
  static void stop() {
    hdfs.shutdown();
    realm.close();
  }

  @BeforeEach
  void create() throws Exception {
    submitter = realm.login();
    writer =
        as(
            submitter,
            () ->
                MailboxWriter.create(
                    hdfs.getURI().resolve("/mail"), conf, "job-1", "a test", Clock.systemUTC()));
    mailbox = as(submitter, () -> writer.mailbox());
    as(
        submitter,
        () -> {
          writer.post("one".getBytes(UTF_8));
          return true;
        });
  }

  @AfterEach
  void remove() throws Exception {
    as(
        submitter,
        () -> {
          writer.close();
          return true;
        });
  }

  private static <T> T as(UserGroupInformation user, PrivilegedExceptionAction<T> action)
      throws Exception {
    return user.doAs(action);
  }

  private MailboxReader.Reading look(UserGroupInformation user) {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    return reader.look(mailbox, user, conf);
  }

  private UserGroupInformation container() {
    return UserGroupInformation.createRemoteUser(submitter.getShortUserName());
  }

  private static String text(MailboxReader.Reading reading) {
    return new String(requireNonNull(reading.content()), UTF_8);
  }

  @Test
  void aContainerReadsWithTheTokenThatTravelsWithIt() throws Exception {
    FileStatus folder =
        as(submitter, () -> FileSystem.newInstance(hdfs.getURI(), conf))
            .getFileStatus(new org.apache.hadoop.fs.Path(writer.toString()));
    assertThat(folder.getOwner() + " " + folder.getPermission())
        .isEqualTo(submitter.getShortUserName() + " rwx------");
    assertThat(text(look(container()))).isEqualTo("one");
  }

  @Test
  void withoutItHeReadsWithAnotherOfHisUsers() throws Exception {
    mailbox = mailbox.with(Optional.empty());
    UserGroupInformation late = container();
    Credentials own = new Credentials();
    as(
        submitter,
        () -> FileSystem.newInstance(hdfs.getURI(), conf).addDelegationTokens("yarn", own));
    late.addCredentials(own);
    assertThat(text(look(late))).isEqualTo("one");
  }

  @Test
  void withoutAnyHeIsToldThatItIsMissing() {
    mailbox = mailbox.with(Optional.empty());
    MailboxReader.Reading found = look(container());
    assertThat(found.content()).isNull();
    assertThat(found.problem())
        .isEqualTo(
            UNREADABLE
                + "the current user has neither a token of this file system nor a Kerberos login");
    assertThat(found.isDenied()).isTrue();
  }

  @Test
  void withOneThatHasEndedHeIsToldSo() throws Exception {
    Token<?> pass = mailbox.pass().orElseThrow();
    as(
        submitter,
        () -> {
          pass.cancel(conf);
          return true;
        });
    MailboxReader.Reading found = look(container());
    assertThat(found.content()).isNull();
    assertThat(found.problem())
        .isEqualTo(
            UNREADABLE
                + "the token of its file system that came with it has ended, or was cancelled when"
                + " the mailbox was removed");
  }
}
