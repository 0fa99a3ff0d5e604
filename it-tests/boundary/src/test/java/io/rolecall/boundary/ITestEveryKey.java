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

  /** Keys that are attacked elsewhere. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "fs.s3a.impl",
          "SQL can choose plain S3A: docs/security.md says so, and ITestSparkPermits runs it",
          "fs.s3a.assumed.role.arn",
          "the operator has set it for each bucket, and that counts: the table has it for others");

  /** Keys that anybody may set: they change the reads and writes of whoever sets them. */
  private static final List<String> FREE =
      List.of(
          // How much is read, written or listed at once.
          "fs.s3a.block.size",
          "fs.s3a.bulk.delete.page.size",
          "fs.s3a.experimental.input.fadvise",
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
    List<String> read(String bucket, String key, String value) throws Exception;
  }

  /** What of all keys is neither refused nor free. */
  private static List<String> accepted(Scene scene, Way way) throws IOException {
    List<String> accepted = new ArrayList<>();
    String bucket = scene.accounts().freshTarget();
    for (Map.Entry<String, String> key : KnownKeys.all(scene.application().launch()).entrySet()) {
      if (!ELSEWHERE.containsKey(key.getKey()) && !isFree(key.getKey())) {
        String attacked = bucket;
        Outcome outcome = Outcome.of(() -> way.read(attacked, key.getKey(), key.getValue()));
        if (!isRefused(outcome, bucket, key.getKey())) {
          accepted.add(key + ": " + outcome.text());
          // Hadoop has a file system of this one now.
          bucket = scene.accounts().freshTarget();
        }
      }
    }
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

  private static String file(String bucket) {
    return "s3a://" + bucket + "/honest.txt";
  }

  private static String ofBucket(String key, String bucket) {
    return key.replaceFirst("^fs\\.s3a\\.", "fs.s3a.bucket." + bucket + ".");
  }

  @Test
  void isRefusedInACopiedConfiguration(Scene scene) throws IOException {
    DriverPrograms programs = new DriverPrograms(scene.application());
    assertAllRefused(
        accepted(scene, (bucket, key, value) -> programs.byCopy(file(bucket), Map.of(key, value))),
        scene);
  }

  @Test
  void isRefusedForOneBucketToo(Scene scene) throws IOException {
    DriverPrograms programs = new DriverPrograms(scene.application());
    assertAllRefused(
        accepted(
            scene,
            (bucket, key, value) ->
                programs.byCopy(file(bucket), Map.of(ofBucket(key, bucket), value))),
        scene);
  }

  @Test
  void isRefusedInSqlText(Scene scene) throws IOException {
    try (SparkSession mallory = scene.application().connect("mallory")) {
      assertAllRefused(
          accepted(
              scene,
              (bucket, key, value) -> {
                mallory.sql("SET `%s`=`%s`".formatted(key, value));
                try {
                  return Sessions.select(mallory, file(bucket));
                } finally {
                  mallory.sql("RESET `%s`".formatted(key));
                }
              }),
          scene);
    }
  }
}
