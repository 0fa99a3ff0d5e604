package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.it.HadoopProcess.Version;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/guides/public-buckets.md} says, on the wire. */
@Tag("commands")
class ITestPublicBuckets {

  private static final GuidePage GUIDE = GuidePage.of("public-buckets");
  private static final String ME = "arn:aws:iam::111111111111:user/me";

  private static final List<HttpRequest> SENT = new CopyOnWriteArrayList<>();

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .watcher(SENT::add)
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .publicBucket("open-data")
                          .bucket("partner-flights")
                          .role(
                              "flights-reader", role -> role.trusts(ME).read("partner-flights"))));

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path scratch;
  private Configuration conf;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("open-data", "f", "open".getBytes(StandardCharsets.UTF_8));
    aws.put("partner-flights", "f", "flights".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() {
    conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    conf.set("fs.s3a.rolecall.routes", GUIDE.block("routes"));
    SENT.clear();
  }

  private FileSystem open(String bucket) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + bucket), conf);
  }

  private String read(String bucket) throws IOException {
    try (FileSystem fs = open(bucket)) {
      return read(fs, bucket);
    }
  }

  private static String read(FileSystem fs, String bucket) throws IOException {
    Path file = new Path("s3a://" + bucket + "/f");
    assertThat(fs.listStatus(new Path("s3a://" + bucket + "/"))).hasSize(1);
    try (FSDataInputStream in = fs.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<HttpRequest> sentTo(String bucket) {
    return SENT.stream().filter(sent -> sent.rawPath().startsWith("/" + bucket)).toList();
  }

  private static void assertUnsigned(List<HttpRequest> sent) {
    assertThat(sent)
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers().first("Authorization")).isNull();
              assertThat(request.headers().first("X-Amz-Security-Token")).isNull();
              assertThat(request.rawQuery()).doesNotContain("X-Amz-Signature");
            });
  }

  @Test
  void aPublicBucketIsReadWithoutASignatureBesideOnesByRoles() throws IOException {
    assertThat(read("open-data")).isEqualTo("open");
    assertThat(aws.log().sts()).isEmpty();
    assertThat(read("partner-flights")).isEqualTo("flights");
    assertUnsigned(sentTo("open-data"));
    assertThat(sentTo("partner-flights"))
        .isNotEmpty()
        .allMatch(request -> request.headers().first("Authorization") != null);
    assertThat(aws.log().sts().map(Entry::operation)).containsExactly("AssumeRole");
  }

  @Test
  void s3asOwnKeyMeansTheSameAsOnPlainS3a() throws IOException {
    conf.unset("fs.s3a.rolecall.routes");
    GUIDE.settings("keys").forEach(conf::set);
    assertThat(read("open-data")).isEqualTo("open");
    List<HttpRequest> switched = sentTo("open-data");
    assertUnsigned(switched);
    SENT.clear();
    Configuration plain = S3Conf.plain(aws.endpoint());
    GUIDE.settings("keys").forEach(plain::set);
    try (S3AFileSystem fs = new S3AFileSystem()) {
      fs.initialize(URI.create("s3a://open-data"), plain);
      assertThat(read(fs, "open-data")).isEqualTo("open");
    }
    assertThat(switched)
        .extracting(request -> request.method() + request.rawPath() + "?" + request.rawQuery())
        .isEqualTo(
            sentTo("open-data").stream()
                .map(request -> request.method() + request.rawPath() + "?" + request.rawQuery())
                .toList());
    assertThatThrownBy(() -> open("partner-flights"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("no route");
  }

  @Test
  void aBucketThatIsNotPublicSaysThatItsRouteIsAnonymous() throws IOException {
    conf.set(
        "fs.s3a.rolecall.routes",
        GUIDE.block("routes").replace("s3a://open-data", "s3a://partner-flights/f"));
    try (FileSystem fs = open("partner-flights")) {
      assertThatThrownBy(() -> fs.open(new Path("s3a://partner-flights/f")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              GUIDE.block("denied", "s3a://open-data", "s3a://partner-flights/f").strip());
    }
    assertThat(aws.log().sts()).isEmpty();
  }

  @Test
  void aWriteToAPublicBucketSaysSoToo() throws IOException {
    try (FileSystem fs = open("open-data")) {
      assertThatThrownBy(
              () -> fs.createFile(new Path("s3a://open-data/g")).overwrite(true).build().close())
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(GUIDE.block("denied").strip());
    }
  }

  @Test
  void aTokenOfThePublicBucketCarriesTheRouteAlone() throws Exception {
    java.nio.file.Path token = scratch.resolve("token");
    FinishedProcess written =
        new HadoopProcess(Version.SPARKS, scratch)
            .run(
                conf,
                "org.apache.hadoop.security.token.DtUtilShell",
                "get",
                "s3://open-data",
                "-format",
                "java",
                token.toString());
    assertThat(written.exitCode()).as(written.err()).isZero();
    Configuration worker = S3Conf.rolecall(aws.endpoint(), "15m");
    worker.set("fs.s3a.rolecall.process", "executor");
    FinishedProcess read =
        new HadoopProcess(Version.SPARKS, scratch)
            .environment("HADOOP_TOKEN_FILE_LOCATION", token.toString())
            .run(worker, "org.apache.hadoop.fs.FsShell", "-cat", "s3a://open-data/f");
    assertThat(read.out()).as(read.err()).isEqualTo("open");
    assertUnsigned(sentTo("open-data"));
    assertThat(aws.log().sts()).isEmpty();
  }
}
