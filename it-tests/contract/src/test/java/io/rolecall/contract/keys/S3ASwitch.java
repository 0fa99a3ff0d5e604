package io.rolecall.contract.keys;

import io.rolecall.contract.keys.S3AKeyTable.Row;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.s3a.RolecallFileSystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** One store, plain S3A by a user's keys in a bucket of it, and Rolecall by a role in another. */
final class S3ASwitch {

  /** Rolecall's bucket. */
  static final String ROUTED = "store-b";

  private static final String OWNER = "222222222222";
  private static final String ROLE = "arn:aws:iam::222222222222:role/owner";
  private static final String PLAIN = "store-a";

  private final Set<ObjectName> before = sessions();
  private final WireTap tap = new WireTap();
  private final Path scratch;
  private final LocalAws aws;

  /** The SDK's async client takes two seconds to end. */
  private final ExecutorService closing = Executors.newCachedThreadPool();

  /** What a run sent, and what failed in it. */
  record Run(List<String> requests, List<String> failures) {}

  S3ASwitch(Path scratch) throws IOException {
    this.scratch = scratch;
    String me = "arn:aws:iam::" + OWNER + ":user/me";
    aws =
        new LocalAwsBuilder()
            .watcher(tap::add)
            .account(
                OWNER,
                account ->
                    account
                        .bucket(PLAIN)
                        .bucket(ROUTED)
                        .user("me", user -> user.readWrite(PLAIN))
                        .user("kept")
                        .role("owner", role -> role.trusts(me).readWrite(ROUTED))
                        .role("other", role -> role.trusts(me).readWrite(ROUTED)))
            .start();
  }

  void close() throws IOException, InterruptedException {
    closing.shutdown();
    if (!closing.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IOException("file systems that do not close");
    }
    // Committers get theirs from Hadoop's cache.
    FileSystem.closeAll();
    aws.close();
    Set<ObjectName> left = sessions();
    left.removeAll(before);
    if (!left.isEmpty()) {
      throw new IOException("sessions that no file system gave back: " + left);
    }
  }

  private static Set<ObjectName> sessions() throws IOException {
    try {
      return new HashSet<>(
          ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("Hadoop:service=Rolecall,*"), null));
    } catch (MalformedObjectNameException e) {
      throw new IOException(e);
    }
  }

  WireTap tap() {
    return tap;
  }

  LocalAws aws() {
    return aws;
  }

  AccessKey keyOf(String user) {
    return aws.credentialsOf(OWNER, user);
  }

  private Configuration common() {
    Configuration conf = new Configuration();
    AccessKey me = keyOf("me");
    conf.set("fs.s3a.access.key", me.accessKeyId());
    conf.set("fs.s3a.secret.key", me.secretAccessKey());
    conf.set("fs.s3a.endpoint", aws.endpoint().toString());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.buffer.dir", scratch.resolve("s3a").toString());
    // What fails, fails soon.
    conf.set("fs.s3a.attempts.maximum", "1");
    conf.set("fs.s3a.retry.limit", "1");
    conf.set("fs.s3a.retry.interval", "10ms");
    conf.set("fs.s3a.retry.throttle.limit", "1");
    conf.set("fs.s3a.connection.establish.timeout", "5s");
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    return conf;
  }

  private Configuration plain() {
    Configuration conf = common();
    conf.set("fs.s3a.impl", S3AFileSystem.class.getName());
    conf.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    return conf;
  }

  private Configuration routed() {
    Configuration conf = common();
    conf.set("fs.s3a.impl", RolecallFileSystem.class.getName());
    conf.set("fs.s3a.assumed.role.sts.endpoint", aws.endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", "15m");
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a.rolecall.session.wait", "1s");
    return conf;
  }

  private Configuration with(Configuration conf, String bucket, Map<String, String> more) {
    more.forEach(
        (key, value) ->
            conf.set(
                key.replace("BUCKET", bucket),
                value
                    .replace("BUCKET", bucket)
                    .replace("PORT", String.valueOf(aws.endpoint().getPort()))
                    .replace("TMP", scratch.toString())
                    .replace("com.example.Interceptor", AddsAField.class.getName())));
    return conf;
  }

  private Run run(FileSystem fs, String bucket, Configuration conf, Row row) throws IOException {
    tap.clear();
    aws.log().clear();
    try {
      fs.initialize(URI.create("s3a://" + bucket), conf);
      S3AWork work = new S3AWork(fs);
      if (isOfCommitters(row)) {
        work.commit(conf);
      } else {
        work.files(scratch, isOfLargeFiles(row));
      }
      return new Run(tap.s3(), work.failures());
    } catch (IOException | RuntimeException e) {
      return new Run(tap.s3(), List.of(WireTap.common("start: " + e)));
    } finally {
      closing.submit(
          () -> {
            fs.close();
            return true;
          });
      for (String key : aws.list(bucket, "")) {
        aws.delete(bucket, key);
      }
    }
  }

  private static boolean isOfCommitters(Row row) {
    return row.key().startsWith("fs.s3a.committer.");
  }

  static boolean isOfLargeFiles(Row row) {
    return row.key().matches(".*(multipart|part\\.|fast\\.|buffer|encryption|checksum|threads).*");
  }

  /** Plain S3A, with what a row tries. */
  Run plain(Row row) throws IOException {
    return run(new S3AFileSystem(), PLAIN, with(plain(), PLAIN, row.tried()), row);
  }

  /** Rolecall, with the settings, doing what shows a row. */
  Run routed(Row row, Map<String, String> settings) throws IOException {
    return run(new RolecallFileSystem(), ROUTED, routed(settings), row);
  }

  /** The configuration of Rolecall's bucket, with the settings. */
  Configuration routed(Map<String, String> settings) {
    return with(routed(), ROUTED, settings);
  }
}
