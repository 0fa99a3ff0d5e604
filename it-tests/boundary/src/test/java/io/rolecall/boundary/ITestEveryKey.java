package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** Keys that anybody may set, and why that harms nobody. */
  private static final Map<String, String> FREE = Map.of();

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
              if (!HADOOPS_OWN.containsKey(key) && !FREE.containsKey(key)) {
                Outcome outcome = Outcome.of(() -> way.read(location, key, value));
                if (!Refusal.isIn(outcome, location, key, "")) {
                  accepted.add(key + " = " + value + ": " + outcome.text());
                }
              }
            });
    return accepted;
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
