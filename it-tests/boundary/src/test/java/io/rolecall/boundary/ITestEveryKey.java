package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every key that anybody below reads, whatever it would gain: refused, or free with a reason. */
@ExtendWith(AttackedApplication.class)
class ITestEveryKey {

  /** Hadoop has read these before there is a file system of Rolecall's that could refuse them. */
  private static final Map<String, String> HADOOPS_OWN =
      Map.of(
          "fs.s3a.impl",
          "SQL can choose plain S3A: docs/security.md says so, and ITestSparkPermits runs it");

  /** Keys that anybody may set: they change the reads and writes of whoever sets them. */
  private static final List<String> FREE =
      List.of(
          // How much is read, written or listed at once.
          "fs.s3a.block.size",
          "fs.s3a.bulk.delete.page.size",
          "fs.s3a.experimental.fadvise",
          "fs.s3a.experimental.input.fadvise",
          "fs.s3a.input.fadvise",
          "fs.s3a.multipart.size",
          "fs.s3a.multipart.threshold",
          "fs.s3a.paging.maximum",
          "fs.s3a.prefetch.",
          "fs.s3a.readahead.range",
          "fs.s3a.vectored.",
          // In memory or on disk; the folder is not free.
          "fs.s3a.fast.upload.active.blocks",
          "fs.s3a.fast.upload.buffer",
          // Which of S3A's committers a job has.
          "fs.s3a.committer.",
          // One more file system, for whoever asks.
          "fs.s3a.impl.disable.cache");

  private interface Way {
    List<String> read(String location, String key, String value) throws Exception;
  }

  /** What of all keys is neither refused nor free. */
  private static List<String> accepted(String bucket, Way way) throws IOException {
    String location = "s3a://" + bucket + "/honest.txt";
    List<String> accepted = new ArrayList<>();
    KnownKeys.all()
        .forEach(
            (key, value) -> {
              if (!HADOOPS_OWN.containsKey(key) && !isFree(key)) {
                Outcome outcome = Outcome.of(() -> way.read(location, key, value));
                if (!isRefused(outcome, bucket, key)) {
                  accepted.add(key + " = " + value + ": " + outcome.text());
                }
              }
            });
    return accepted;
  }

  private static boolean isFree(String key) {
    return FREE.stream()
        .anyMatch(free -> free.endsWith(".") ? key.startsWith(free) : key.equals(free));
  }

  private static boolean isRefused(Outcome outcome, String bucket, String key) {
    return Stream.of(key, ofBucket(key, bucket))
        .flatMap(name -> KnownKeys.namesOf(name).stream())
        .anyMatch(
            name ->
                outcome.text().contains("s3a://" + bucket + ": " + name + " ")
                    && outcome.text().contains("but this application was started with"));
  }

  private static void assertAllRefused(List<String> accepted, Scene scene) {
    assertThat(accepted).as("keys that are neither refused nor known to be free").isEmpty();
    scene.neighbour().assertContent();
  }

  @Test
  void isRefusedInACopiedConfiguration(Scene scene) throws IOException {
    DriverPrograms programs = new DriverPrograms(scene.application());
    assertAllRefused(
        accepted(
            scene.accounts().freshTarget(),
            (location, key, value) -> programs.byCopy(location, Map.of(key, value))),
        scene);
  }

  @Test
  void isRefusedForOneBucketToo(Scene scene) throws IOException {
    DriverPrograms programs = new DriverPrograms(scene.application());
    String bucket = scene.accounts().freshTarget();
    assertAllRefused(
        accepted(
            bucket,
            (location, key, value) ->
                programs.byCopy(location, Map.of(ofBucket(key, bucket), value))),
        scene);
  }

  private static String ofBucket(String key, String bucket) {
    return key.replaceFirst("^fs\\.s3a\\.", "fs.s3a.bucket." + bucket + ".");
  }

  @Test
  void isRefusedInSqlText(Scene scene) throws IOException {
    try (SparkSession mallory = scene.application().connect("mallory")) {
      assertAllRefused(
          accepted(
              scene.accounts().freshTarget(),
              (location, key, value) -> {
                mallory.sql("SET `%s`=`%s`".formatted(key, value));
                try {
                  return Sessions.select(mallory, location);
                } finally {
                  mallory.sql("RESET `%s`".formatted(key));
                }
              }),
          scene);
    }
  }
}
