package io.rolecall.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The Spark settings of a job in {@link ThreeAccounts}, by what they are for. */
public final class JobSettings {

  /** Three JVMs start on two cores here: compile less, collect with one thread. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private JobSettings() {}

  /** What a user sets to have Rolecall: three keys, and a role per bucket. */
  public static Map<String, String> rolecall() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.plugins", "io.rolecall.spark.RolecallPlugin");
    settings.put("spark.hadoop.fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    settings.put("spark.hadoop.fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    settings.putAll(roles());
    return settings;
  }

  /** The roles of the buckets, which {@code rolecall iam} needs, too. */
  static Map<String, String> roles() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(role(ThreeAccounts.JOB_BUCKET, "arn"), ThreeAccounts.JOB_ROLE);
    settings.put(role(ThreeAccounts.FLIGHTS_BUCKET, "arn"), ThreeAccounts.FLIGHTS_ROLE);
    settings.put(
        role(ThreeAccounts.FLIGHTS_BUCKET, "external.id"), ThreeAccounts.FLIGHTS_EXTERNAL_ID);
    settings.put(role(ThreeAccounts.AIRPORTS_BUCKET, "arn"), ThreeAccounts.AIRPORTS_ROLE);
    return settings;
  }

  private static String role(String bucket, String what) {
    return "spark.hadoop.fs.s3a.bucket." + bucket + ".assumed.role." + what;
  }

  /** S3A's magic committer. */
  public static Map<String, String> magicCommitter() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.committer.name", "magic");
    settings.put(
        "spark.sql.sources.commitProtocolClass",
        "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol");
    settings.put(
        "spark.sql.parquet.output.committer.class",
        "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
    return settings;
  }

  /**
   * LocalAws in the place of AWS, with short sessions.
   *
   * @param endpoint LocalAws
   * @param lifetime of a session
   */
  public static Map<String, String> localAws(URI endpoint, Duration lifetime) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.endpoint", endpoint.toString());
    settings.put("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
    settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
    settings.put("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
    settings.put("spark.hadoop.fs.s3a.assumed.role.sts.endpoint", endpoint.toString());
    settings.put("spark.hadoop.fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    settings.put("spark.hadoop.fs.s3a.assumed.role.session.duration", lifetime.toSeconds() + "s");
    return settings;
  }

  /**
   * A cluster of two executor processes on this machine.
   *
   * @param profile the AWS credentials file of the driver, and of it alone
   */
  public static Map<String, String> cluster(Path profile) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local-cluster[2,1,1024]");
    settings.put("spark.driver.memory", "1g");
    settings.put("spark.executor.memory", "1g");
    settings.put(
        "spark.driver.extraJavaOptions", "-Daws.sharedCredentialsFile=" + profile + " " + QUICK);
    settings.put("spark.executor.extraJavaOptions", QUICK);
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.authenticate", "true");
    settings.put("spark.authenticate.secret", UUID.randomUUID().toString());
    settings.put("spark.network.crypto.enabled", "true");
    return settings;
  }
}
