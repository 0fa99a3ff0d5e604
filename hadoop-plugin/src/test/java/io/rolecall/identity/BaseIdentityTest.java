package io.rolecall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

class BaseIdentityTest {

  private BaseIdentity of(String bucket) {
    RoutedBucket routed = RouteBook.of(conf).of(bucket, HadoopUser.current());
    return BaseIdentity.of(routed.baseIdentity(), routed.config());
  }

  private final Configuration conf = new Configuration(false);

  private BaseIdentity identity() {
    return of("b1");
  }

  @Test
  void isTheDefaultChainWhereNothingIsSet() {
    assertThat(identity().provider()).isInstanceOf(DefaultCredentialsProvider.class);
    assertThat(identity()).hasToString("base identity from the SDK's default chain");
  }

  @Test
  void isS3asStaticKeys() {
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    assertThat(identity().provider().resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("base-key", "base-secret"));
    assertThat(identity()).hasToString("base identity from fs.s3a.access.key");
  }

  @Test
  void isS3asStaticSession() {
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    conf.set("fs.s3a.session.token", "base-token");
    assertThat(identity().provider().resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("base-key", "base-secret", "base-token"));
  }

  @Test
  void isTheBucketsOwnKeys() {
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    conf.set("fs.s3a.bucket.b1.access.key", "own-key");
    conf.set("fs.s3a.bucket.b1.secret.key", "own-secret");
    assertThat(identity().provider().resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("own-key", "own-secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.access.key, fs.s3a.secret.key",
    "fs.s3a.secret.key, fs.s3a.access.key",
  })
  void refusesHalfAnIdentity(String set, String missing) {
    conf.set(set, "value");
    assertThatThrownBy(this::identity)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            set
                + " is set but "
                + missing
                + " is not: set both, or neither to use the SDK's default chain");
  }

  @Test
  void saysThatASignInHasNoCredentials() {
    conf.set("fs.s3a.rolecall.base.identity", "desk");
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"identities\": {\"desk\": {\"kind\": \"saml\", \"assertionFile\":"
            + " \"/a\"}}}");
    assertThatThrownBy(this::identity)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.base.identity names the SAML assertion of /a, which is a sign-in to"
                + " roles and has no credentials of its own. What is asked for here needs some: name"
                + " keys, environment, chain, instance-profile, container, profile:NAME or"
                + " properties:FILE");
  }

  @Test
  void isEqualIfItIsNamedAlike() {
    BaseIdentity chain = identity();
    assertThat(identity()).isEqualTo(chain).hasSameHashCodeAs(chain);

    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    BaseIdentity keys = identity();
    assertThat(identity()).isEqualTo(keys).hasSameHashCodeAs(keys).isNotEqualTo(chain);

    conf.set("fs.s3a.access.key", "other-key");
    assertThat(identity()).isNotEqualTo(keys);
  }
}
