package io.rolecall.emrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import io.rolecall.config.ConfigException;
import io.rolecall.testing.FakeSts;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.CredentialUtils;

/** Both providers, made as EMRFS makes them. */
class EmrfsProvidersTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);

  EmrfsProvidersTest() {
    conf.set("fs.s3a.access.key", "cluster-key");
    conf.set("fs.s3a.secret.key", "cluster-secret");
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set("fs.s3a.assumed.role.sts.endpoint", sts.endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
    routes(
        "{'location': 's3://partner', 'role': '%s'}".formatted(READER),
        "{'location': 's3://shared/team-a', 'role': '%s'}".formatted(READER),
        "{'location': 's3://mixed', 'identity': 'base'}",
        "{'location': 's3://open-data', 'identity': 'anonymous'}",
        "{'location': 's3://mixed/team-a', 'role': '%s'}".formatted(READER));
  }

  @AfterEach
  void stop() {
    sts.close();
  }

  /** Sets inline routes; single quotes stand for double ones. */
  private void routes(String... routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(", ", routes) + "]}").replace('\'', '"'));
  }

  private RolecallCredentialsProvider provider(String uri) {
    return new RolecallCredentialsProvider(URI.create(uri), conf);
  }

  private RolecallCredentialsProviderV1 providerV1(String uri) {
    return new RolecallCredentialsProviderV1(URI.create(uri), conf);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://partner", "s3://partner/", "s3n://partner/a/b", "s3a://partner"})
  void givesASessionOfTheBucketsRole(String uri) {
    try (RolecallCredentialsProvider provider = provider(uri)) {
      assertThat(provider.resolveCredentials())
          .isEqualTo(AwsSessionCredentials.create("key-1", "secret-1", "token-1"));
      assertThat(sts.calls())
          .singleElement()
          .matches(call -> call.parameter("RoleArn").equals(READER));
    }
  }

  @Test
  void theProviderOfTheOlderSdkDoesToo() {
    try (RolecallCredentialsProviderV1 provider = providerV1("s3://partner")) {
      AWSSessionCredentials session = (AWSSessionCredentials) provider.getCredentials();
      assertThat(
              List.of(
                  session.getAWSAccessKeyId(),
                  session.getAWSSecretKey(),
                  session.getSessionToken()))
          .containsExactly("key-1", "secret-1", "token-1");
    }
  }

  @Test
  void asksNobodyWhenItIsMade() {
    try (RolecallCredentialsProvider provider = provider("s3://partner");
        RolecallCredentialsProviderV1 older = providerV1("s3://partner")) {
      assertThat(provider.getConf()).isSameAs(conf);
      assertThat(older.getConf()).isSameAs(conf);
      assertThat(sts.calls()).isEmpty();
    }
  }

  @Test
  void providersOfOneProcessShareTheirSessions() {
    try (RolecallCredentialsProvider one = provider("s3://partner");
        RolecallCredentialsProvider two = provider("s3://partner")) {
      assertThat(two.resolveCredentials()).isEqualTo(one.resolveCredentials());
      assertThat(sts.calls()).hasSize(1);
    }
  }

  @Test
  void otherBucketsAreTheClustersOwnIfTheRoutesSaySo() {
    routes("{'location': 's3://*', 'identity': 'base'}");
    try (RolecallCredentialsProvider provider = provider("s3://logs");
        RolecallCredentialsProviderV1 older = providerV1("s3://logs")) {
      assertThat(provider.resolveCredentials())
          .isEqualTo(AwsBasicCredentials.create("cluster-key", "cluster-secret"));
      assertThat(older.getCredentials())
          .isInstanceOfSatisfying(
              BasicAWSCredentials.class,
              keys -> assertThat(keys.getAWSAccessKeyId()).isEqualTo("cluster-key"));
      assertThat(sts.calls()).isEmpty();
    }
  }

  /** EMRFS lets its mappings sign in place of whoever gives credentials for the bucket. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3.authorization.roleMapping",
        "fs.s3.credentialsResolverClass",
        "fs.s3.bucket.partner.authorization.roleMapping"
      })
  void roleMappingsOfEmrfsAreRefused(String key) {
    conf.set(key, "x=u:alice");
    assertThatThrownBy(() -> provider("s3://partner").close())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            key
                + " = 'x=u:alice': EMRFS would choose by it who signs, and not by the routes."
                + " Write its mappings as routes ('rolecall import emrfs'), and give the key an empty"
                + " value");
  }

  @Test
  void anUnroutedBucketIsRefused() {
    try (RolecallCredentialsProvider provider = provider("s3://logs")) {
      assertThatThrownBy(provider::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3a://logs: no route: Rolecall uses no identity that is not routed. Add a route for"
                  + " s3a://logs to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                  + " fs.s3a.bucket.logs.assumed.role.arn; {\"location\": \"s3a://*\", \"identity\": \"base\"} lets the cluster's own identity access"
                  + " every other bucket");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "mixed"})
  void aBucketWithRoutesOfPrefixesIsRefused(String bucket) {
    try (RolecallCredentialsProvider provider = provider("s3://" + bucket)) {
      assertThatThrownBy(provider::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3a://"
                  + bucket
                  + " has routes for prefixes (s3a://"
                  + bucket
                  + (bucket.equals("mixed") ? "[, team-a]" : "[team-a]")
                  + "), and EMRFS signs all requests to a bucket with one identity: access it by S3A"
                  + " with io.rolecall.s3a.RolecallFileSystem, or route the bucket as a whole");
    }
  }

  @Test
  void aProviderThatIsMadeWithoutABucketIsRefused() {
    assertThatThrownBy(() -> new RolecallCredentialsProvider(null, conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "EMRFS made this credentials provider without a bucket's URI, so its role cannot be"
                + " determined: Rolecall needs a release of EMR whose EMRFS uses the constructor (URI,"
                + " Configuration)");
  }

  @Test
  void anExecutorWithoutItsDriverIsRefused() {
    conf.set("fs.s3a.rolecall.process", "executor");
    try (RolecallCredentialsProvider provider = provider("s3://partner")) {
      assertThatThrownBy(provider::resolveCredentials)
          .hasMessageStartingWith("no route of s3a://partner: user ")
          .hasMessageEndingWith(
              " has no Rolecall token for s3a://partner and this executor has no channel to its driver:"
                  + " set spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with"
                  + " tokens of these buckets (hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile FILE for"
                  + " MapReduce, tez.credentials.path=FILE for Tez, else HADOOP_TOKEN_FILE_LOCATION=FILE)");
      assertThat(sts.calls()).isEmpty();
    }
  }

  @Test
  void aRefreshIsBelievedTwicePerHalfLifetime() {
    try (RolecallCredentialsProviderV1 provider = providerV1("s3://partner")) {
      provider.refresh();
      assertThat(sts.calls()).as("there was nothing to refresh").isEmpty();
      assertThat(provider.getCredentials().getAWSAccessKeyId()).isEqualTo("key-1");
      provider.refresh();
      assertThat(provider.getCredentials().getAWSAccessKeyId()).isEqualTo("key-2");
      provider.refresh();
      assertThat(provider.getCredentials().getAWSAccessKeyId()).isEqualTo("key-3");
      provider.refresh();
      assertThat(provider.getCredentials().getAWSAccessKeyId()).isEqualTo("key-3");
    }
  }

  @Test
  void showNoSecret() {
    try (RolecallCredentialsProvider provider = provider("s3://partner");
        RolecallCredentialsProviderV1 older = providerV1("s3://partner")) {
      provider.resolveCredentials();
      older.getCredentials();
      assertThat(provider).hasToString("RolecallCredentialsProvider{credentials of s3a://partner}");
      assertThat(older).hasToString("RolecallCredentialsProviderV1{credentials of s3a://partner}");
    }
  }

  @Test
  void leavesAPublicBucketsRequestsUnsigned() {
    RolecallCredentialsProvider provider = provider("s3://open-data/f");
    assertThat(CredentialUtils.isAnonymous(provider.resolveCredentials())).isTrue();
    RolecallCredentialsProviderV1 old = providerV1("s3://open-data/f");
    assertThat(old.getCredentials()).isInstanceOf(AnonymousAWSCredentials.class);
    old.refresh();
    assertThat(sts.calls()).isEmpty();
    provider.close();
    old.close();
  }
}
