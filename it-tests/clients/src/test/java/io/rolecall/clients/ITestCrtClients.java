package io.rolecall.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.client.BucketCredentialsProvider;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;

/** A client of the CRT, which signs in native code, with a bucket's credentials. */
class ITestCrtClients {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEY = "crt/data";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(LakeAccounts.world());

  @Started private static LocalAws aws;

  /** Where the CRT looks first. */
  @BeforeEach
  void plantADecoy() throws Exception {
    AccessKey decoy = aws.credentialsOf(LakeAccounts.LAKE, LakeAccounts.OF_ENVIRONMENT);
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), decoy.accessKeyId());
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), decoy.secretAccessKey());
    aws.put(LakeAccounts.LAKE_BUCKET, KEY, "data".getBytes(StandardCharsets.UTF_8));
    aws.log().clear();
  }

  @AfterEach
  void takeItAway() {
    System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
    System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
  }

  private static S3CrtAsyncClientBuilder crt() {
    return S3AsyncClient.crtBuilder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true);
  }

  private static Configuration conf() {
    AccessKey submitter = aws.credentialsOf(LakeAccounts.JOB, LakeAccounts.SUBMITTER);
    Configuration conf = new Configuration();
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set("fs.s3a.access.key", submitter.accessKeyId());
    conf.set("fs.s3a.secret.key", submitter.secretAccessKey());
    conf.set("fs.s3a.assumed.role.sts.endpoint", aws.endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", "10s");
    conf.set("fs.s3a.bucket.results-lake.assumed.role.arn", LakeAccounts.WHOLE_ROLE);
    return conf;
  }

  private static String read(S3AsyncClient s3) {
    return s3.getObject(
            get -> get.bucket(LakeAccounts.LAKE_BUCKET).key(KEY),
            AsyncResponseTransformer.toBytes())
        .join()
        .asUtf8String();
  }

  @Test
  void withoutABucketsCredentialsADecoySigns() {
    try (S3AsyncClient s3 = crt().build()) {
      assertThat(read(s3)).isEqualTo("data");
    }
    assertThat(signers()).containsExactly(LakeAccounts.OF_ENVIRONMENT);
  }

  @Test
  void signsWithTheSessionsOfTheBucketsRouteOneAfterTheOther() {
    try (BucketCredentialsProvider credentials =
            BucketCredentialsProvider.of(LakeAccounts.LAKE_BUCKET, conf());
        S3AsyncClient s3 = crt().credentialsProvider(credentials).build()) {
      Await.until(
          PATIENCE,
          () -> {
            assertThat(read(s3)).isEqualTo("data");
            return aws.log().s3().map(entry -> entry.client().accessKeyId()).distinct().count() > 2;
          });
    }
    assertThat(signers()).containsExactly("lake-whole");
    assertThat(aws.log().s3()).allMatch(entry -> entry.status() / 100 == 2);
  }

  private static List<String> signers() {
    return aws.log()
        .s3()
        .map(Entry::principalArn)
        .map(String::valueOf)
        .map(arn -> arn.replaceFirst(".*:(user|assumed-role)/([^/]*).*", "$2"))
        .distinct()
        .toList();
  }
}
