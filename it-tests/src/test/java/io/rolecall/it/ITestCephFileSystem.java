package io.rolecall.it;

import static io.rolecall.it.CephFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.RgwLog;
import io.rolecall.ceph.RgwRequest;
import io.rolecall.ceph.WithCeph;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.RoutesJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes, denials and refused roles on Ceph's gateway. */
@WithCeph
class ITestCephFileSystem {

  private static final String LONG = "10m";

  private static CephFixture ceph;
  private static String writer;
  private static String reader;

  private RgwLog log;

  @BeforeAll
  static void createAccounts(CephRgw gateway) throws IOException {
    ceph = CephFixture.in(gateway, "111111111111", "222222222222");
    // My own account has a bucket of that name, which is none of mine.
    ceph.createBucket(ceph.accounts().user("111111111111", "colleague"), BUCKET);
    writer = ceph.role("writer", RgwAccounts.readWrite(BUCKET, ""));
    reader = ceph.role("reader", RgwAccounts.read(BUCKET, ""));
    ceph.role("a", RgwAccounts.readWrite(BUCKET, "a/"));
    ceph.role("b", RgwAccounts.readWrite(BUCKET, "b/"));
  }

  @BeforeEach
  void watch() throws IOException {
    log = ceph.gateway().log();
  }

  private static Path path(String key) {
    return new Path("s3a://" + BUCKET + "/" + key);
  }

  private static void write(FileSystem fs, String key, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(path(key), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileSystem fs, String key) throws IOException {
    return S3Files.read(fs, path(key));
  }

  @Test
  void readsAndWritesInAnotherAccountThroughTheRoutedRole() throws Exception {
    try (FileSystem fs = CephFixture.open(ceph.conf(LONG, writer))) {
      write(fs, "dir/file", "text");
      assertThat(read(fs, "dir/file")).isEqualTo("text");
      assertThat(fs.listStatus(path("dir")))
          .extracting(FileStatus::getPath)
          .containsExactly(path("dir/file"));
      assertThat(fs.rename(path("dir"), path("moved"))).isTrue();
      assertThat(read(fs, "moved/file")).isEqualTo("text");
      assertThat(fs.delete(path("moved"), true)).isTrue();
      assertThat(fs.exists(path("moved"))).isFalse();
    }
    assertThat(CephFixture.s3(log)).isNotEmpty().allMatch(this::isByWriter);
    assertThat(CephFixture.sts(log)).isEqualTo(1);
  }

  private boolean isByWriter(RgwRequest request) {
    return ceph.logged("writer").equals(request.role());
  }

  @Test
  void deniesTheSameUserWithoutRolecall() throws Exception {
    Configuration conf = S3Conf.plain(ceph.gateway().endpoint());
    S3Conf.baseIdentity(conf, ceph.me());
    try (FileSystem fs = CephFixture.open(conf)) {
      assertThatThrownBy(() -> write(fs, "plain", "text"))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(CephFixture.s3(log)).isNotEmpty().allMatch(request -> request.role() == null);
  }

  private static Configuration prefixes(String roleOfA, String roleOfB) {
    Configuration conf = ceph.conf(LONG);
    conf.set(
        "fs.s3a.rolecall.routes",
        new RoutesJson()
            .role("s3a://data/a", "arn:aws:iam::222222222222:role/" + roleOfA)
            .role("s3a://data/b", "arn:aws:iam::222222222222:role/" + roleOfB)
            .toString());
    return conf;
  }

  @Test
  void signsForEachPrefixWithItsRole() throws Exception {
    try (FileSystem fs = CephFixture.open(prefixes("a", "b"))) {
      for (String key : new String[] {"a/1", "b/2", "a/3", "b/4"}) {
        write(fs, key, key);
        assertThat(read(fs, key)).isEqualTo(key);
      }
      assertThat(fs.delete(path("a"), true)).isTrue();
      assertThat(fs.exists(path("a"))).isFalse();
      assertThat(fs.listStatus(path("b"))).hasSize(2);
    }
    assertThat(CephFixture.s3(log).filter(request -> request.target().startsWith("/data/a/")))
        .isNotEmpty()
        .allMatch(request -> ceph.logged("a").equals(request.role()));
    assertThat(CephFixture.s3(log).filter(request -> request.target().startsWith("/data/b/")))
        .isNotEmpty()
        .allMatch(request -> ceph.logged("b").equals(request.role()));
    assertThat(CephFixture.sts(log)).isEqualTo(2);
  }

  /** Without this, the test before would not show that the role mattered. */
  @Test
  void deniesTheRoleOfTheOtherPrefix() throws Exception {
    try (FileSystem fs = CephFixture.open(prefixes("b", "a"))) {
      assertThatThrownBy(() -> write(fs, "a/1", "text")).isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> write(fs, "b/1", "text")).isInstanceOf(AccessDeniedException.class);
    }
    assertThat(CephFixture.refused(log)).containsExactly("PUT 403", "PUT 403");
    assertThat(CephFixture.sts(log)).isEqualTo(2);
  }

  @Test
  void asksNeitherTheStoreNorStsAgainWhenARequestIsDenied() throws Exception {
    try (FileSystem fs = CephFixture.open(ceph.conf(LONG, reader))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> write(fs, "denied", "text"))
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining("AccessDenied");
      }
    }
    assertThat(CephFixture.refused(log)).containsExactly("PUT 403", "PUT 403", "PUT 403");
    assertThat(CephFixture.sts(log)).isEqualTo(1);
  }

  /** The answer to a HEAD is the same for a denial and for a session that is unknown. */
  @Test
  void triesTwoMoreSessionsForAllHeadsThatAreDenied() throws Exception {
    ceph.role("blind", RgwAccounts.readWrite("other-bucket", ""));
    try (FileSystem fs =
        CephFixture.open(ceph.conf(LONG, "arn:aws:iam::222222222222:role/blind"))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> fs.getFileStatus(path("denied")))
            .isInstanceOf(AccessDeniedException.class);
      }
    }
    assertThat(CephFixture.refused(log)).hasSize(3 + 2).containsOnly("HEAD 403");
    assertThat(CephFixture.sts(log)).isEqualTo(1 + 2);
  }

  @Test
  void saysThatARoleDoesNotExist() throws Exception {
    assertRefused(
        ceph.conf(LONG, "arn:aws:iam::222222222222:role/nobody"),
        "s3a://data -> arn:aws:iam::222222222222:role/nobody: STS refused"
            + " arn:aws:iam::222222222222:role/nobody to base identity from fs.s3a.access.key",
        ": NoSuchEntity: no message. There is no such role in account 222222222222: check the"
            + " route's role ARN");
  }

  @Test
  void saysThatARoleDoesNotTrustTheCaller() throws Exception {
    String closed =
        ceph.accounts()
            .role(
                "222222222222",
                "closed",
                "arn:aws:iam::222222222222:user/owner",
                RgwAccounts.read(BUCKET, ""));
    assertRefused(
        ceph.conf(LONG, closed),
        "s3a://data -> "
            + closed
            + ": STS refused "
            + closed
            + " to base identity from fs.s3a.access.key",
        ": AccessDenied: no message. Check that the role exists, that its trust policy names the"
            + " caller and asks for no external id (none is configured), and that the caller may"
            + " sts:AssumeRole it");
  }

  @Test
  void saysThatTheBaseIdentitysSecretIsWrong() throws Exception {
    Configuration conf = ceph.conf(LONG, writer);
    S3Conf.baseIdentity(conf, new AccessKey(ceph.me().accessKeyId(), "wrong"));
    assertRefused(
        conf,
        "s3a://data -> "
            + writer
            + ": STS refused "
            + writer
            + " to base identity from fs.s3a.access.key",
        ": SignatureDoesNotMatch: no message. The secret key does not belong to the access key");
  }

  @Test
  void saysThatTheBaseIdentityIsUnknown() throws Exception {
    Configuration conf = ceph.conf(LONG, writer);
    S3Conf.baseIdentity(conf, new AccessKey("UNKNOWN", "wrong"));
    assertRefused(
        conf,
        "s3a://data -> "
            + writer
            + ": STS refused "
            + writer
            + " to base identity from fs.s3a.access.key",
        ": InvalidAccessKeyId: no message. The access key is unknown, deleted or deactivated");
  }

  @Test
  void saysThatTheDurationIsTooLong() throws Exception {
    assertRefused(
        ceph.conf("12h", writer),
        "s3a://data -> "
            + writer
            + ": STS refused "
            + writer
            + " to base identity from fs.s3a.access.key",
        ": InvalidArgument: no message. Check the duration (43200 s) against what the role and the store"
            + " allow, and the session name");
  }

  @Test
  void rolecallCheckDoesNotNeedGetCallerIdentity(@TempDir java.nio.file.Path scratch)
      throws Exception {
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(ceph.conf(LONG, reader))
            .run("check", "s3a://data/any", "--probe", "list");
    assertThat(result.out())
        .contains("not told, because this STS has no GetCallerIdentity")
        .doesNotContain(ceph.me().secretAccessKey());
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  private static void assertRefused(Configuration conf, String... says) throws IOException {
    try (FileSystem fs = CephFixture.open(conf)) {
      assertThatThrownBy(() -> fs.getFileStatus(path("any")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(says);
    }
  }
}
