package io.rolecall.it;

import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.RgwLog;
import io.rolecall.ceph.RgwRequest;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two accounts in a gateway: one whose user {@code me} submits jobs, and one that owns a bucket.
 *
 * @param gateway the gateway
 * @param accounts all accounts
 * @param me the user's keys
 * @param mine the user's account
 * @param theirs the account that owns the bucket
 */
record CephFixture(
    CephRgw gateway, RgwAccounts accounts, AccessKey me, String mine, String theirs) {

  static final String BUCKET = "data";

  /** As short as a session can be that a busy machine still renews in time. */
  static final Duration LIFETIME = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static CephFixture in(CephRgw gateway, String mine, String theirs) throws IOException {
    RgwAccounts accounts = new RgwAccounts(gateway);
    AccessKey me = accounts.user(mine, "me");
    CephFixture fixture = new CephFixture(gateway, accounts, me, mine, theirs);
    fixture.createBucket(accounts.user(theirs, "owner"), BUCKET);
    return fixture;
  }

  void createBucket(AccessKey owner, String bucket) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(gateway.endpoint())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClientBuilder(ApacheHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(owner.accessKeyId(), owner.secretAccessKey())))
            .build()) {
      s3.createBucket(create -> create.bucket(bucket));
    }
  }

  /** A role of their account that trusts the user. */
  String role(String name, String permissions) throws IOException {
    return accounts.role(theirs, name, "arn:aws:iam::" + mine + ":user/me", permissions);
  }

  /** The role as the gateway's log names it. */
  String logged(String role) {
    return theirs + "$" + role;
  }

  /** The guide's settings. */
  Configuration conf(String duration) {
    Configuration conf = new Configuration();
    settings().forEach(conf::set);
    conf.set("fs.s3a.assumed.role.session.duration", duration);
    S3Conf.baseIdentity(conf, me);
    return conf;
  }

  /** What the guide tells to set, for this gateway. */
  Map<String, String> settings() {
    Map<String, String> settings = GuidePage.of("ceph").settings("settings");
    settings.replaceAll(
        (key, value) -> value.replace("https://rgw.example.com", gateway.endpoint().toString()));
    return settings;
  }

  Configuration conf(String duration, String roleArn) {
    Configuration conf = conf(duration);
    S3Conf.role(conf, BUCKET, roleArn);
    return conf;
  }

  static FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + BUCKET), conf);
  }

  /** Waits for so long that the session of now has ended, and the one that it was renewed with. */
  static void awaitEndOfSessions() {
    Instant end = Instant.now().plus(LIFETIME.multipliedBy(2));
    Await.until(PATIENCE, () -> Instant.now().isAfter(end));
  }

  static long sts(RgwLog log) throws IOException {
    return log.requests().stream().filter(RgwRequest::isSts).count();
  }

  /** Requests to S3. */
  static Stream<RgwRequest> s3(RgwLog log) throws IOException {
    return log.requests().stream().filter(request -> !request.isSts());
  }

  /** Requests that were refused, as method and status. */
  static List<String> refused(RgwLog log) throws IOException {
    return s3(log)
        .filter(request -> request.status() == 400 || request.status() == 403)
        .map(request -> request.method() + " " + request.status())
        .toList();
  }
}
