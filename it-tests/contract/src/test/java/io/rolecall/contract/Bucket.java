package io.rolecall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.util.functional.RemoteIterators;

/** The bucket, and the means to end its sessions between two steps. */
final class Bucket {

  private static final Duration HALF_LIFETIME = Duration.ofMillis(2600);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static volatile int marked;

  private Bucket() {}

  static Path path(String key) {
    return new Path("s3a://" + LocalWorld.BUCKET + "/" + key);
  }

  static FileSystem open(Configuration conf) throws IOException {
    return open("s3a", conf);
  }

  static FileSystem open(String scheme, Configuration conf) throws IOException {
    mark();
    FileSystem fs = FileSystem.newInstance(URI.create(scheme + "://" + LocalWorld.BUCKET), conf);
    // One request, so that there is a session to end.
    fs.listStatus(new Path("/"));
    return fs;
  }

  /**
   * Ends every session that was issued so far, used already or not: the next request must meet the
   * end of its session.
   *
   * <p>A HEAD is refused without a reason, and Rolecall takes one such refusal per half lifetime
   * for the end of a session. So this waits until it would take the next.
   */
  static void endSessions() {
    LocalAws aws = LocalWorld.aws();
    Set<String> names =
        aws.log()
            .s3()
            .map(entry -> String.valueOf(entry.principalArn()).replaceFirst(".*/", ""))
            .collect(Collectors.toSet());
    assertThat(names).isNotEmpty();
    Instant believed = lastRefusalWithoutReason().plus(HALF_LIFETIME);
    while (Instant.now().isBefore(believed)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    names.forEach(aws.faults()::revoke);
  }

  private static Instant lastRefusalWithoutReason() {
    return LocalWorld.aws()
        .log()
        .s3()
        .filter(entry -> entry.status() == 400 && entry.call().method().equals("HEAD"))
        .map(Entry::time)
        .reduce(Instant.EPOCH, (first, last) -> last);
  }

  /** Lets {@link #requests} begin anew. */
  static void mark() {
    marked = LocalWorld.aws().log().entries().size();
  }

  /** What was asked since the last mark, of S3 and STS. */
  static Stream<Entry> requests() {
    return LocalWorld.aws().log().entries().stream().skip(marked);
  }

  /** What was asked since the last mark, for one operation. */
  static Stream<Entry> requests(String operation) {
    return requests().filter(entry -> entry.operation().equals(operation));
  }

  /** How many requests met the end of their session since the last mark. */
  static long expired() {
    return requests().filter(Bucket::isExpired).count();
  }

  private static boolean isExpired(Entry entry) {
    return entry.status() == 400
        && (entry.call().method().equals("HEAD") || "ExpiredToken".equals(entry.errorCode()));
  }

  static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  static void write(FileSystem fs, Path path, byte[] content) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(content);
    }
  }

  static byte[] read(String key) throws IOException {
    return LocalWorld.aws().get(LocalWorld.BUCKET, key);
  }

  /** The committer that a job's {@code _SUCCESS} names. */
  static String committer(String output) throws IOException {
    String success = new String(read(output + "/_SUCCESS"), StandardCharsets.UTF_8);
    return success.replaceFirst("(?s).*\"committer\"\\s*:\\s*\"(\\w+)\".*", "$1");
  }

  static List<String> keys(String prefix) throws IOException {
    return LocalWorld.aws().list(LocalWorld.BUCKET, prefix);
  }

  /** The keys of multipart uploads that were neither completed nor aborted. */
  static List<String> pendingUploads(FileSystem fs, String prefix) throws IOException {
    return RemoteIterators.toList(
        RemoteIterators.mappingRemoteIterator(
            ((S3AFileSystem) fs).listUploads(prefix), upload -> upload.key()));
  }
}
