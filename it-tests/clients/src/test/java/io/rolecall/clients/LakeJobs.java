package io.rolecall.clients;

import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jobs in the world of {@link LakeAccounts}, with a guide's settings, on executors of their own.
 */
final class LakeJobs {

  private static final Workplace PLACE = Workplace.ofThisProject();

  private LakeJobs() {}

  /**
   * What a job is submitted with.
   *
   * @param lifetime of its sessions
   * @param routes its routes, as JSON
   * @param blocks which settings of the guide it has
   */
  static Map<String, String> settings(
      LocalAws aws,
      Path scratch,
      Duration lifetime,
      String routes,
      GuidePage guide,
      String... blocks)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.putAll(
        JobSettings.cluster(
            Workplace.writeProfile(
                scratch, aws.credentialsOf(LakeAccounts.JOB, LakeAccounts.SUBMITTER))));
    settings.putAll(JobSettings.localAws(aws.endpoint(), lifetime));
    for (String block : blocks) {
      settings.putAll(guide.settings(block));
    }
    Path file = Files.writeString(scratch.resolve("routes.json"), routes);
    settings.put("spark.hadoop.fs.s3a.rolecall.routes.file", file.toString());
    settings.put("spark.hadoop.fs.s3a.rolecall.renewal.jitter", "0");
    settings.put("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString());
    return settings;
  }

  static SparkSubmit with(Map<String, String> settings) throws IOException {
    return new SparkSubmit(PLACE.clusterHome("clients")).conf(settings);
  }

  /** What the jobs are in. */
  static Path jar() {
    return PLACE
        .root()
        .resolve("it-tests/clients/target/rolecall-clients-tests-" + PLACE.version() + ".jar");
  }
}
