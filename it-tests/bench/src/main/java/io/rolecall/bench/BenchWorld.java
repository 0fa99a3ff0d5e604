package io.rolecall.bench;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** One bucket of another account, its role, and the configurations that reach it. */
final class BenchWorld {

  static final String BUCKET = "bench";
  static final String ROLE = "arn:aws:iam::222222222222:role/bench";

  private static final String ENDPOINT = "rolecall.bench.endpoint";
  private static final String STORE = "rolecall.bench.store";
  private static final String ACCESS_KEY = "rolecall.bench.access.key";
  private static final String SECRET_KEY = "rolecall.bench.secret.key";

  private BenchWorld() {}

  /**
   * Starts LocalAws. STS is what the benchmarks ask of it.
   *
   * @param store where its bucket is
   */
  static LocalAws sts(URI store) throws IOException {
    return world().backEnd(store).start();
  }

  private static LocalAwsBuilder world() {
    return new LocalAwsBuilder()
        .account("111111111111", account -> account.user("me"))
        .account(
            "222222222222",
            account ->
                account
                    .bucket(BUCKET)
                    .role(
                        "bench",
                        role ->
                            role.trusts("arn:aws:iam::111111111111:user/me").readWrite(BUCKET)));
  }

  /** Tells this process, and those that it starts, where LocalAws and the store are. */
  static void publish(LocalAws aws, URI store) {
    AccessKey key = aws.credentialsOf("111111111111", "me");
    System.setProperty(ENDPOINT, aws.endpoint().toString());
    System.setProperty(STORE, store.toString());
    System.setProperty(ACCESS_KEY, key.accessKeyId());
    System.setProperty(SECRET_KEY, key.secretAccessKey());
  }

  /** What was published, as options of a JVM. The keys open LocalAws and nothing else. */
  static String[] jvmOptions() {
    return new String[] {
      option(ENDPOINT), option(STORE), option(ACCESS_KEY), option(SECRET_KEY),
    };
  }

  private static String option(String property) {
    return "-D" + property + "=" + System.getProperty(property);
  }

  private static URI endpoint() {
    return URI.create(System.getProperty(ENDPOINT));
  }

  /** Where requests go to. */
  static URI store() {
    return URI.create(System.getProperty(STORE));
  }

  /** The user's key: the base identity. */
  static AccessKey baseIdentity() {
    return new AccessKey(System.getProperty(ACCESS_KEY), System.getProperty(SECRET_KEY));
  }

  /** Rolecall, without routes. */
  static Configuration rolecall() {
    Configuration conf = common();
    AccessKey base = baseIdentity();
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.access.key", base.accessKeyId());
    conf.set("fs.s3a.secret.key", base.secretAccessKey());
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", "1h");
    return conf;
  }

  /** Rolecall, with one route for the bucket. */
  static Configuration rolecallWithRoute() {
    Configuration conf = rolecall();
    conf.set("fs.s3a.bucket." + BUCKET + ".assumed.role.arn", ROLE);
    return conf;
  }

  /** Plain S3A, with a session of the same role. */
  static Configuration s3a() {
    Credentials session;
    try (StsClient sts = stsClient()) {
      session = sts.assumeRole(BenchWorld::describeSession).credentials();
    }
    Configuration conf = common();
    conf.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    conf.set(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
    conf.set("fs.s3a.access.key", session.accessKeyId());
    conf.set("fs.s3a.secret.key", session.secretAccessKey());
    conf.set("fs.s3a.session.token", session.sessionToken());
    return conf;
  }

  static StsClient stsClient() {
    AccessKey base = baseIdentity();
    return StsClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(base.accessKeyId(), base.secretAccessKey())))
        .build();
  }

  static void describeSession(AssumeRoleRequest.Builder request) {
    request.roleArn(ROLE).roleSessionName("bench").durationSeconds(3600);
  }

  private static Configuration common() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", store().toString());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    // The default one of Hadoop 3.5 keeps what it has read: a second read would ask nobody.
    conf.set("fs.s3a.input.stream.type", "classic");
    conf.set("fs.s3a.multipart.size", "8M");
    conf.set("fs.s3a.multipart.threshold", "8M");
    return conf;
  }
}
