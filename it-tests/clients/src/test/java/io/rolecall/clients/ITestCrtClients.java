package io.rolecall.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.client.BucketCredentialsProvider;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.Await;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.ProcessProperties;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @RegisterExtension private final ProcessProperties process = new ProcessProperties();
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    aws.put(LakeAccounts.LAKE_BUCKET, KEY, "data".getBytes(StandardCharsets.UTF_8));
    aws.log().clear();
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

  @ParameterizedTest
  @EnumSource(Decoys.Place.class)
  void withoutABucketsCredentialsADecoySigns(Decoys.Place place) throws IOException {
    Decoys.plant(Decoys.plant(place, aws, folder), process);
    try (S3AsyncClient s3 = crt().build()) {
      assertThat(read(s3)).isEqualTo("data");
    }
    assertThat(signers()).containsExactly(place.identity);
  }

  @Test
  void signsWithTheSessionsOfTheBucketsRouteOneAfterTheOther() throws IOException {
    Decoys.plant(Decoys.plant(aws, folder), process);
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
    assertThat(aws.log().entries())
        .as("of all that was asked, STS and metadata among it")
        .noneMatch(entry -> String.valueOf(entry.principalArn()).contains("decoy"))
        .noneMatch(entry -> entry.operation().equals("AssumeRoleWithWebIdentity"));
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
