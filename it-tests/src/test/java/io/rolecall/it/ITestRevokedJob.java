package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two jobs of the same roles, of which {@code rolecall iam revoke} ends one while both have streams
 * open: what the one asks and is told, that the other goes on, and that it can be undone. The
 * store's log tells it.
 */
@Tag("suite")
class ITestRevokedJob {

  private static final Duration LIFETIME = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So large that no stream reads it ahead to its end. */
  private static final int LARGE = 40 * StreamsFixture.MIB;

  private static final int PART = 5 * StreamsFixture.MIB;
  private static final String BUCKET = ThreeAccounts.JOB_BUCKET;

  /** As S3 says it, and what Rolecall adds. */
  private static final String DENIED = "with an explicit deny in an identity-based policy";

  private static final String REVOKED = "'rolecall iam revoke' writes such a one to end a job";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  /** One's id begins like the other's. */
  private static final String ENDED = "app-1";

  private static final String OTHER = "app-10";

  private static final String POSITIONED = "positioned, ";

  private final List<FileSystem> open = new ArrayList<>();
  private JobRevocation revocation;

  @BeforeEach
  void ask() throws Exception {
    revocation = JobRevocation.ofJob(aws, ENDED);
    aws.put(BUCKET, "in/large", StreamsFixture.content(LARGE));
    aws.put(BUCKET, "in/small", "small".getBytes(StandardCharsets.UTF_8));
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, "f", "flights".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() throws IOException {
    for (FileSystem fs : open) {
      fs.close();
    }
  }

  private static Configuration conf(String job) {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), LIFETIME.toSeconds() + "s");
    S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    S3Conf.role(conf, BUCKET, ThreeAccounts.JOB_ROLE);
    S3Conf.role(conf, ThreeAccounts.FLIGHTS_BUCKET, ThreeAccounts.FLIGHTS_ROLE);
    conf.set(
        "fs.s3a.bucket." + ThreeAccounts.FLIGHTS_BUCKET + ".assumed.role.external.id",
        ThreeAccounts.FLIGHTS_EXTERNAL_ID);
    conf.set("fs.s3a.rolecall.job.id", job);
    conf.set("fs.s3a.multipart.size", String.valueOf(PART));
    conf.set("fs.s3a.multipart.threshold", String.valueOf(PART));
    conf.set("fs.s3a.experimental.input.fadvise", "random");
    return conf;
  }

  private FileSystem open(Configuration conf, String bucket) throws IOException {
    FileSystem fs = S3Files.open(conf, bucket);
    open.add(fs);
    return fs;
  }

  private static Path path(String key) {
    return new Path("s3a://" + BUCKET + "/" + key);
  }

  /** What a job's sessions asked of S3, by their name, and were denied. */
  private static Stream<Entry> denied(String job) {
    return aws.log()
        .s3()
        .filter(entry -> String.valueOf(entry.principalArn()).endsWith("-" + job))
        .filter(entry -> entry.status() == 403);
  }

  /** What STS was asked for a job. */
  private static Stream<Entry> asked(String job, int status) {
    return aws.log()
        .operation("AssumeRole")
        .filter(entry -> entry.roleRequest().sessionName().endsWith("-" + job))
        .filter(entry -> entry.status() == status);
  }

  /** What a stream does next. */
  private interface Step {
    void take() throws IOException;
  }

  /** Open streams of a job, each with what it asks of S3 next. */
  private Map<String, Step> streams(String type, String job) throws IOException {
    Configuration conf = conf(job);
    conf.set("fs.s3a.input.stream.type", type);
    FileSystem fs = open(conf, BUCKET);
    Map<String, Step> next = new LinkedHashMap<>();
    byte[] read = new byte[1000];
    FSDataInputStream in = fs.open(path("in/large"));
    in.readFully(read);
    next.put(
        "seek, GetObject",
        () -> {
          in.seek(LARGE - StreamsFixture.MIB);
          in.readFully(read);
        });
    FSDataInputStream positioned = fs.open(path("in/large"));
    positioned.readFully(0, read);
    next.put(POSITIONED + "GetObject", () -> positioned.readFully(LARGE / 2, read));
    FSDataOutputStream small = fs.create(path(job + "/small"), true);
    small.write(new byte[10]);
    next.put("PutObject", small::close);
    FSDataOutputStream large = fs.create(path(job + "/large"), true);
    large.write(new byte[PART + 1]);
    Await.until(
        PATIENCE,
        () ->
            aws.log()
                .operation("UploadPart")
                .anyMatch(entry -> (job + "/large").equals(entry.key())));
    next.put("UploadPart", large::close);
    return next;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void eachStreamFailsAtItsNextRequest(String type) throws Exception {
    Map<String, Step> ended = streams(type, ENDED);
    Map<String, Step> other = streams(type, OTHER);
    revocation.trustNoLonger();
    revocation.denyAll();
    try {
      for (Map.Entry<String, Step> stream : ended.entrySet()) {
        aws.log().clear();
        assertSaysSo(type, stream.getKey(), stream.getValue());
        String asked = stream.getKey().replaceFirst(".* ", "");
        List<String> denied = denied(ENDED).map(Entry::operation).toList();
        if (type.equals("classic") || !asked.equals("GetObject")) {
          assertThat(denied)
              .as("asked by the stream, and S3A's attempt to abort its upload")
              .containsExactlyElementsOf(
                  asked.equals("UploadPart")
                      ? List.of("UploadPart", "AbortMultipartUpload")
                      : List.of(asked));
        } else {
          assertThat(denied)
              .as("analytics remembers for all streams of an object that it could not be read")
              .hasSizeLessThanOrEqualTo(1)
              .allMatch("GetObject"::equals);
        }
      }
      for (Step stream : other.values()) {
        stream.take();
      }
      assertThat(denied(OTHER)).isEmpty();
    } finally {
      revocation.denyNothing();
      revocation.trustAgain();
    }
    try (FileSystem fs = S3Files.open(conf(ENDED), BUCKET)) {
      awaitRead(fs, "in/small", "small");
    }
  }

  /** The analytics stream wraps what it meets, and a positioned read loses it. */
  private static void assertSaysSo(String type, String name, Step step) {
    AbstractThrowableAssert<?, ?> failure = assertThatThrownBy(step::take).as(name);
    if (type.equals("analytics") && name.startsWith(POSITIONED)) {
      failure.isInstanceOf(IOException.class).hasMessageContaining("Stream is closed!");
    } else {
      failure
          .isInstanceOf(type.equals("classic") ? AccessDeniedException.class : IOException.class)
          .hasStackTraceContaining(DENIED)
          .hasStackTraceContaining(REVOKED);
    }
  }

  /** A session that STS has just given is of the same name. */
  @Test
  void theNextSessionsAreDeniedToo() throws Exception {
    FileSystem ended = open(conf(ENDED), BUCKET);
    FileSystem other = open(conf(OTHER), BUCKET);
    assertThat(S3Files.read(ended, path("in/small"))).isEqualTo("small");
    assertThat(S3Files.read(other, path("in/small"))).isEqualTo("small");
    aws.log().clear();
    revocation.denyAll();
    try {
      Await.until(
          PATIENCE,
          () -> {
            long before = denied(ENDED).count();
            assertHeadIsDenied(ended);
            assertThat(denied(ENDED).count()).as("one request").isEqualTo(before + 1);
            return asked(ENDED, 200).count() >= 2;
          });
      assertHeadIsDenied(ended);
      assertThat(asked(ENDED, 403)).isEmpty();
      assertThat(S3Files.read(other, path("in/small"))).isEqualTo("small");
    } finally {
      revocation.denyNothing();
    }
    assertThat(S3Files.read(ended, path("in/small"))).isEqualTo("small");
  }

  /** The answer to a HEAD has no room for S3's reason. */
  private static void assertHeadIsDenied(FileSystem fs) {
    assertThatThrownBy(() -> fs.getFileStatus(path("in/small")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(
            "s3a://"
                + BUCKET
                + " -> "
                + ThreeAccounts.JOB_ROLE
                + ": S3 does not say why in the answer to a HEAD.")
        .hasMessageContaining("as 'rolecall iam revoke' writes one to end a job");
  }

  /** However often the job asks, of its own account and of another. */
  @Test
  void stsIsNotAskedOverAndOver() throws Exception {
    FileSystem own = open(conf(ENDED), BUCKET);
    FileSystem foreign = open(conf(ENDED), ThreeAccounts.FLIGHTS_BUCKET);
    Path flights = new Path("s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/f");
    assertThat(S3Files.read(own, path("in/small"))).isEqualTo("small");
    assertThat(S3Files.read(foreign, flights)).isEqualTo("flights");
    aws.log().clear();
    revocation.trustNoLonger();
    long end = System.nanoTime() + LIFETIME.multipliedBy(3).toNanos();
    int failures = 0;
    try {
      while (System.nanoTime() < end) {
        failures += reads(own, path("in/small")) ? 0 : 1;
        reads(foreign, flights);
      }
      assertThat(failures).as("requests without a session").isGreaterThan(100);
      assertThat(denied(ENDED)).as("what S3 was asked without one").isEmpty();
      assertThat(asked(ENDED, 200)).isEmpty();
      for (String role : List.of(ThreeAccounts.JOB_ROLE, ThreeAccounts.FLIGHTS_ROLE)) {
        assertThat(asked(ENDED, 403).filter(entry -> role.equals(entry.roleRequest().roleArn())))
            .as("questions for %s: after 1 s, 2 s, 4 s and so on, or a little earlier", role)
            .hasSizeBetween(2, 7);
      }
      assertThatThrownBy(() -> own.getFileStatus(path("in/small")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("STS refused " + ThreeAccounts.JOB_ROLE)
          .hasMessageContaining(
              "The role's trust policy denies it: that statement has to go, whatever else allows"
                  + " it. 'rolecall iam revoke' writes such ones");
      assertThatThrownBy(() -> foreign.getFileStatus(flights))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("STS refused " + ThreeAccounts.FLIGHTS_ROLE)
          .hasMessageContaining(
              "STS has given this job such a session before, so a policy has changed since:"
                  + " 'rolecall iam revoke', for one, ends a job so");
      assertThat(S3Files.read(open(conf(OTHER), BUCKET), path("in/small"))).isEqualTo("small");
    } finally {
      revocation.trustAgain();
    }
    awaitRead(own, "in/small", "small");
  }

  private static boolean reads(FileSystem fs, Path path) throws IOException {
    try {
      fs.getFileStatus(path);
      return true;
    } catch (AccessDeniedException e) {
      return false;
    }
  }

  /** STS may have refused a session just now; then it is asked again after a while. */
  private static void awaitRead(FileSystem fs, String key, String content) {
    Await.until(
        PATIENCE,
        () -> {
          try {
            return S3Files.read(fs, path(key)).equals(content);
          } catch (AccessDeniedException e) {
            return false;
          }
        });
  }
}
