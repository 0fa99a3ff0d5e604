package io.rolecall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.testing.AmbientDecoys;
import io.rolecall.testing.FakeSts;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.CredentialUtils;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What signs by itself, by its bucket's route. */
class BucketCredentialsProviderTest {

  private static final String OWNER = "arn:aws:iam::111122223333:role/owner";

  @RegisterExtension static final AmbientDecoys DECOYS = new AmbientDecoys();

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();

  BucketCredentialsProviderTest() {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'location': 's3a://b1', 'role': '"
                + OWNER
                + "'}, {'location': 's3a://b2/in', 'role': '"
                + OWNER
                + "'}, {'location': 's3a://public', 'identity': 'anonymous'}]}")
            .replace('\'', '"'));
  }

  @AfterEach
  void nobodyUsedADecoy() {
    AmbientDecoys.assertUnusedIn(sts);
    sts.close();
  }

  private static String presigned(AwsCredentialsProvider credentials) {
    try (S3Presigner presigner =
        S3Presigner.builder().region(Region.EU_WEST_1).credentialsProvider(credentials).build()) {
      return presigner
          .presignGetObject(
              presign ->
                  presign
                      .signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(get -> get.bucket("b1").key("f")))
          .url()
          .getQuery();
    }
  }

  @Test
  void withoutItADecoySigns() {
    assertThat(presigned(DefaultCredentialsProvider.create()))
        .contains("X-Amz-Credential=decoy-environment");
  }

  @Test
  void aPresignerSignsWithTheBucketsRole() {
    try (BucketCredentialsProvider credentials = BucketCredentialsProvider.of("b1", conf)) {
      assertThat(sts.calls()).isEmpty();
      assertThat(presigned(credentials))
          .contains("X-Amz-Credential=key-1")
          .contains("X-Amz-Security-Token=token-1");
      assertThat(sts.calls())
          .singleElement()
          .matches(call -> call.parameter("RoleArn").equals(OWNER));
      assertThat(credentials).hasToString("BucketCredentialsProvider{credentials of s3a://b1}");
    }
  }

  @Test
  void aBucketThatIsAccessedAnonymouslyHasTheSdksAnonymousCredentials() {
    try (BucketCredentialsProvider credentials = BucketCredentialsProvider.of("public", conf)) {
      assertThat(CredentialUtils.isAnonymous(credentials.resolveCredentials())).isTrue();
    }
    assertThat(sts.calls()).isEmpty();
  }

  /** Its credentials are those of a client, which {@code NamedCredentialsProvider} gives. */
  @Test
  void aClientOfAnotherServiceIsNoBucket() {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'client': 'events', 'role': '" + OWNER + "'}]}")
            .replace('\'', '"'));
    try (BucketCredentialsProvider credentials = BucketCredentialsProvider.of("@events", conf)) {
      assertThatThrownBy(credentials::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "'@events' is not a bucket name: expected 2 to 255 letters, digits, '.', '-', '_'");
    }
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void aBucketWithRoutesForPrefixesIsRefused() {
    try (BucketCredentialsProvider credentials = BucketCredentialsProvider.of("b2", conf)) {
      assertThatThrownBy(credentials::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3a://b2 has routes for prefixes (s3a://b2[in]), and a client that signs by itself uses"
                  + " one identity for all requests to a bucket: make one with"
                  + " io.rolecall.client.RoutedClients, or route the bucket as a whole");
    }
    assertThat(sts.calls()).isEmpty();
  }
}
