package io.rolecall.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.json.RouteDocument;
import io.rolecall.testing.RecordedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteBookTest {

  private final Configuration conf = new Configuration(false);

  /** A document of its own for each test, so that nobody has read it before. */
  private static String document(String name, int buckets) {
    return "{\"version\": 1, \"routes\": ["
        + IntStream.range(0, buckets)
            .mapToObj(
                i ->
                    "{\"location\": \"s3a://%s-%d\", \"role\": \"arn:aws:iam::111122223333:role/r%d\"}"
                        .formatted(name, i, i))
            .collect(Collectors.joining(","))
        + "]}";
  }

  @Test
  void readsTheDocumentOnceForAllBuckets() {
    conf.set("fs.s3a.rolecall.routes", document("once", 50));
    try (RecordedLog log = new RecordedLog(RouteDocument.class, "DEBUG")) {
      RouteBook book = RouteBook.of(conf);
      assertThat(book.all()).hasSize(50);
      for (String bucket : book.buckets()) {
        assertThat(book.of(bucket, HadoopUser.of("alice")).routes().whole()).isNotNull();
      }
      assertThat(book.everyOther()).isEmpty();
      assertThat(log.lines()).containsExactly("DEBUG fs.s3a.rolecall.routes: parsed 50 routes");
    }
  }

  @Test
  void readsTheSameTextOnceForAllFileSystemsOfTheProcess() {
    conf.set("fs.s3a.rolecall.routes", document("shared", 3));
    try (RecordedLog log = new RecordedLog(RouteDocument.class, "DEBUG")) {
      for (int i = 0; i < 3; i++) {
        RouteBook ofOneFileSystem = RouteBook.of(new Configuration(conf));
        assertThat(ofOneFileSystem.of("shared-" + i, HadoopUser.of("alice")).routes().whole())
            .isNotNull();
      }
      assertThat(log.lines()).containsExactly("DEBUG fs.s3a.rolecall.routes: parsed 3 routes");
    }
  }

  @Test
  void noticesThatAFileHasAnotherText(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("routes.json");
    conf.set("fs.s3a.rolecall.routes.file", file.toString());
    Files.writeString(file, document("before", 1));
    RouteBook before = RouteBook.of(conf);
    assertThat(before.buckets()).containsExactly("before-0");
    Files.writeString(file, document("after", 1));
    assertThat(before.buckets()).as("a book is read once").containsExactly("before-0");
    assertThat(RouteBook.of(conf).buckets()).containsExactly("after-0");
  }

  @Test
  void aBucketsOwnKeyMayNameAnotherDocument() {
    conf.set("fs.s3a.rolecall.routes", document("all", 1));
    conf.set("fs.s3a.bucket.own-0.rolecall.routes", document("own", 1));
    RouteBook book = RouteBook.of(conf);
    assertThat(book.of("own-0", HadoopUser.of("alice")).routes().whole()).isNotNull();
    assertThat(book.of("all-0", HadoopUser.of("alice")).routes().whole()).isNotNull();
  }

  @Test
  void aRouteThatCannotBeIsToldToWhomItConcerns() {
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://good\", \"identity\": \"base\"},"
            + " {\"location\": \"s3a://bad\", \"role\": \"reader\"}]}");
    RouteBook book = RouteBook.of(conf);
    assertThat(book.of("good", HadoopUser.of("alice")).routes().whole()).isNotNull();
    assertThatThrownBy(() -> book.of("bad", HadoopUser.of("alice")).routes())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3a://bad: 'reader' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>");
    assertThatThrownBy(book::all).isInstanceOf(ConfigException.class);
  }
}
