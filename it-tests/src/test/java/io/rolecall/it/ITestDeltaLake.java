package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.DeltaJob;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.RoundsRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Delta table in another account's bucket, through several lifetimes of its sessions. */
@Tag("suite")
class ITestDeltaLake {

  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final String ROLE = "arn:aws:iam::222222222222:role/lake-writer";

  @Test
  void aTableIsWrittenReadAndTimeTravelled() throws Exception {
    try (LocalAws aws =
        new LocalAwsBuilder()
            .account("111111111111", account -> account.user("me"))
            .account(
                "222222222222",
                account ->
                    account
                        .bucket("lake")
                        .role(
                            "lake-writer",
                            role ->
                                role.trusts("arn:aws:iam::111111111111:user/me").readWrite("lake")))
            .start()) {
      Workplace here = Workplace.ofThisProject();
      Path scratch = here.scratch("delta");
      Path profile = Workplace.writeProfile(scratch, aws.credentialsOf("111111111111", "me"));
      SparkSubmit submit =
          new SparkSubmit(here.sparkHome()).conf(settings(aws, profile)).jars(jars(here));
      try (SparkDriver driver =
          submit.start(
              scratch.resolve("driver.log"),
              here.jobJar(),
              DeltaJob.class.getName(),
              "s3a://lake/numbers",
              scratch.toString())) {
        Await.until(
            RoundsRun.PATIENCE,
            () -> {
              assertThat(driver.process().isAlive()).as("see %s", driver.log()).isTrue();
              return sessions(aws) >= 5 && driver.lines(DeltaJob.SAYS).size() >= 3;
            });
        Files.createFile(scratch.resolve("stop"));
        assertThat(driver.await(RoundsRun.PATIENCE)).as("see %s", driver.log()).isZero();
        List<String> said = driver.lines(DeltaJob.SAYS);
        for (int version = 0; version < said.size(); version++) {
          assertThat(said.get(version))
              .isEqualTo(
                  "version %d has %d rows, version 0 has %d"
                      .formatted(version, (version + 1) * DeltaJob.ROWS, DeltaJob.ROWS));
        }
        assertThat(aws.list("lake", "numbers/_delta_log/"))
            .filteredOn(key -> key.matches(".*/\\d+\\.json"))
            .hasSize(said.size());
      }
      assertThat(aws.log().s3().map(ITestDeltaLake::role).distinct()).containsExactly(ROLE);
      assertThat(aws.log().s3().filter(entry -> entry.status() == 400)).isEmpty();
    }
  }

  private static long sessions(LocalAws aws) {
    return aws.log().operation("AssumeRole").count();
  }

  private static String role(Entry entry) {
    return String.valueOf(entry.principalArn())
        .replaceAll("arn:aws:sts::(\\d+):assumed-role/([^/]*)/.*", "arn:aws:iam::$1:role/$2");
  }

  private static Map<String, String> settings(LocalAws aws, Path profile) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.putAll(JobSettings.cluster(profile));
    settings.putAll(JobSettings.localAws(aws.endpoint(), LIFETIME));
    settings.putAll(JobSettings.rolecall());
    settings.put("spark.hadoop.fs.s3a.bucket.lake.assumed.role.arn", ROLE);
    settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // The default of 50 is for tables with many files, and takes a minute per version here.
    settings.put("spark.databricks.delta.snapshotPartitions", "2");
    return settings;
  }

  private static Path[] jars(Workplace here) throws IOException {
    List<Path> jars = new ArrayList<>(List.of(here.pluginJar(), here.sparkJar()));
    String delta = Files.readString(here.root().resolve("it-tests/target/delta.classpath")).trim();
    for (String jar : delta.split(File.pathSeparator)) {
      jars.add(Path.of(jar));
    }
    return jars.toArray(Path[]::new);
  }
}
