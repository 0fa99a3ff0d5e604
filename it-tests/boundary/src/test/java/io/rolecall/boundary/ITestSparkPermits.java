package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Spark itself lets SQL do, which Rolecall cannot hold. Each is run, and docs/security.md
 * names it.
 */
@ExtendWith(AttackedApplication.class)
class ITestSparkPermits {

  private static void assertDocumented(String what) throws IOException {
    assertThat(Files.readString(Workplace.ofThisProject().root().resolve("docs/security.md")))
        .as("the page that tells operators what is not held")
        .contains(what);
  }

  private static List<String> run(Scene scene, String sql) throws IOException {
    try (SparkSession mallory = scene.application().connect("mallory")) {
      return mallory.sql(sql).collectAsList().stream().map(Row::mkString).toList();
    }
  }

  @Test
  void programsByTransform(Scene scene) throws IOException {
    assertThat(run(scene, "SELECT TRANSFORM (a) USING 'id -un' AS (who) FROM VALUES ('x') AS t(a)"))
        .containsExactly(System.getProperty("user.name"));
    assertDocumented("`SELECT TRANSFORM (a) USING 'id -un'");
  }

  @Test
  void anyStaticMethodByReflect(Scene scene) throws IOException {
    assertThat(run(scene, "SELECT reflect('java.lang.System', 'getenv', 'SECRET_OF_THE_DRIVER')"))
        .containsExactly(Application.SECRET_WORD);
    assertDocumented("`SELECT reflect('java.lang.System', 'getenv', ");
  }

  @Test
  void localFiles(Scene scene) throws IOException {
    Path file = Files.writeString(scene.application().scratch().resolve("drivers"), "its line\n");
    assertThat(run(scene, "SELECT value FROM text.`file://" + file + "`"))
        .containsExactly("its line");
    assertDocumented("``SELECT value FROM text.`file:///");
  }

  @Test
  void classesByAddJar(Scene scene) throws IOException {
    Path jar = Workplace.ofThisProject().jobJar();
    try (SparkSession mallory = scene.application().connect("mallory")) {
      mallory.sql("ADD JAR '" + jar + "'");
      assertThat(mallory.sql("LIST JARS").collectAsList())
          .anyMatch(row -> row.getString(0).contains(jar.getFileName().toString()));
    }
    assertDocumented("`ADD JAR ");
  }

  /** Hadoop puts in what a value refers to, and repeats a value that it cannot read. */
  @Test
  void variablesInHadoopsKeys(Scene scene) throws IOException {
    Path file = Files.writeString(scene.application().scratch().resolve("any"), "line\n");
    Outcome outcome =
        Outcome.of(
            () ->
                new Sessions(scene.application())
                    .bySet(
                        "file://" + file,
                        Map.of(
                            // Executors would keep a file system that can read nothing.
                            "fs.file.impl.disable.cache",
                            "true",
                            "io.file.buffer.size",
                            "${env." + Application.SECRET_VARIABLE + "}")));
    assertThat(outcome.text()).contains(Application.SECRET_WORD);
    assertDocumented("`SET io.file.buffer.size=${env.NAME}`");
  }

  /** Plain S3A in the driver's place, with all that its environment holds. */
  @Test
  void plainS3aWithTheBaseIdentity(Scene scene) throws IOException {
    String bucket = scene.accounts().freshTarget();
    int mark = scene.accounts().aws().log().entries().size();
    Outcome outcome =
        Outcome.of(
            () ->
                new Sessions(scene.application())
                    .bySet(
                        "s3a://" + bucket + "/honest.txt",
                        Map.of(
                            "fs.s3a.impl",
                            "org.apache.hadoop.fs.s3a.S3AFileSystem",
                            "fs.s3a.aws.credentials.provider",
                            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider")));
    assertThat(outcome.text()).contains("(Service: S3, Status Code: 403");
    assertThat(scene.accounts().aws().log().entries().stream().skip(mark))
        .filteredOn(entry -> bucket.equals(entry.bucket()))
        .isNotEmpty()
        .extracting(Entry::principalArn)
        .as("who signs: one who may do nothing but assume roles, where the operator is wise")
        .containsOnly(Accounts.operatorArn());
    assertDocumented("`SET fs.s3a.impl=org.apache.hadoop.fs.s3a.S3AFileSystem`");
  }
}
