package io.rolecall.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.Access;
import io.rolecall.route.OwnCredentials;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3A's own keys of credentials mean after a switch to Rolecall. */
class S3ACredentialsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";
  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final String STS_PROVIDER = "fs.s3a.assumed.role.credentials.provider";
  private static final String BY_ROLE =
      "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider";
  private static final String HADOOP = "org.apache.hadoop.fs.s3a.";
  private static final String SDK = "software.amazon.awssdk.auth.credentials.";

  private final Configuration conf = new Configuration();

  S3ACredentialsTest() {
    conf.set("fs.s3a.assumed.role.arn", ROLE);
  }

  @AfterEach
  void clear() {
    System.clearProperty("aws.webIdentityTokenFile");
    System.clearProperty("aws.roleArn");
  }

  private void keys(String prefix) {
    conf.set(prefix + "access.key", "key-of-" + prefix);
    conf.set(prefix + "secret.key", "secret");
  }

  private Access access(String bucket) {
    return requireNonNull(RouteBook.of(conf).of(bucket, HadoopUser.current()).routes().whole())
        .access();
  }

  /** Who assumes the bucket's role. */
  private String caller(String bucket) {
    return access(bucket)
        .match(
            role -> role.by().distinction(),
            base -> "base",
            anonymous -> "anonymous",
            nobody -> nobody.why());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        HADOOP + "SimpleAWSCredentialsProvider",
        HADOOP + "SimpleAWSCredentialsProvider, " + SDK + "EnvironmentVariableCredentialsProvider",
      })
  void hadoopsDefaultIsNobodysChoiceOfACaller(String value) {
    conf.set(STS_PROVIDER, value);
    assertThat(access("b1")).hasToString(access("b2").toString());
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString("the SDK's default chain");
    keys("fs.s3a.");
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString("fs.s3a.access.key");
  }

  @ParameterizedTest
  @CsvSource({
    HADOOP + "TemporaryAWSCredentialsProvider, fs.s3a.access.key",
    "'"
        + HADOOP
        + "TemporaryAWSCredentialsProvider,"
        + HADOOP
        + "SimpleAWSCredentialsProvider', fs.s3a.access.key",
    SDK + "DefaultCredentialsProvider, the SDK's default chain",
    SDK + "InstanceProfileCredentialsProvider, the instance profile",
    SDK + "ContainerCredentialsProvider, the container's credentials endpoint",
    SDK + "WebIdentityTokenFileCredentialsProvider, the web identity token of /token",
  })
  void aClassThatRolecallHasANameForIsTheCaller(String value, String identity) {
    System.setProperty("aws.webIdentityTokenFile", "/token");
    System.setProperty("aws.roleArn", "arn:aws:iam::111122223333:role/pod");
    keys("fs.s3a.");
    conf.set(STS_PROVIDER, value);
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString(identity);
    conf.set("fs.s3a.rolecall.base.identity", "profile:own");
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString("profile 'own'");
    conf.unset("fs.s3a.rolecall.base.identity");
    conf.unset(STS_PROVIDER);
    conf.set(STS_PROVIDER.replace("s3a.", "s3a.bucket.b1."), value);
    assertThat(RouteBook.of(conf).of("b1", HadoopUser.current()).baseIdentity())
        .hasToString(identity);
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString("fs.s3a.access.key");
  }

  @ParameterizedTest
  @CsvSource({
    HADOOP + "auth.IAMInstanceCredentialsProvider, the instance profile",
    "com.amazonaws.auth.InstanceProfileCredentialsProvider, the instance profile",
    "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper, the instance profile",
    SDK + "EnvironmentVariableCredentialsProvider, the environment's variables",
    "com.amazonaws.auth.EnvironmentVariableCredentialsProvider, the environment's variables",
    SDK + "ProfileCredentialsProvider, profile 'default'",
    "com.amazonaws.auth.profile.ProfileCredentialsProvider, profile 'default'",
  })
  void aClassThatLooksIntoTheEnvironmentIsTheCaller(String value, String identity) {
    conf.set(STS_PROVIDER, value);
    assertThat(RouteBook.of(conf).baseIdentity()).hasToString(identity);
  }

  /** As S3A's class, which begins with the container's endpoint; but it does not fall from it. */
  @Test
  void inAContainerItsEndpointIsTheMachines() {
    System.setProperty("aws.containerCredentialsPath", "/v2/credentials/1");
    try {
      conf.set(STS_PROVIDER, HADOOP + "auth.IAMInstanceCredentialsProvider");
      assertThat(RouteBook.of(conf).baseIdentity())
          .hasToString("the container's credentials endpoint");
    } finally {
      System.clearProperty("aws.containerCredentialsPath");
    }
  }

  @Test
  void theProfileOfS3asOwnKeysIsTheCaller() {
    conf.set(STS_PROVIDER, HADOOP + "auth.ProfileAWSCredentialsProvider");
    assertThat(RouteBook.of(conf).baseIdentity())
        .hasToString(
            "profile 'default' of "
                + java.nio.file.Path.of(System.getProperty("user.home"), ".aws", "credentials"));
    conf.set("fs.s3a.auth.profile.file", "/etc/aws/keys");
    conf.set("fs.s3a.bucket.b1.auth.profile.name", "of-b1");
    assertThat(RouteBook.of(conf).baseIdentity())
        .isEqualTo(
            new OwnCredentials.Profile(
                "default", Optional.of(java.nio.file.Path.of("/etc/aws/keys"))));
    assertThat(RouteBook.of(conf).of("b1", HadoopUser.current()).baseIdentity())
        .hasToString("profile 'of-b1' of /etc/aws/keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.Mine",
        "com.example.Mine,com.example.Other",
        HADOOP + "auth.IAMInstanceCredentialsProvider," + SDK + "ProfileCredentialsProvider",
      })
  void anotherClassIsRefusedWithWhatToWrite(String value) {
    for (String key : new String[] {STS_PROVIDER, STS_PROVIDER.replace("s3a.", "s3a.bucket.b1.")}) {
      conf.unset(STS_PROVIDER);
      conf.set(key, value);
      assertThatThrownBy(() -> access("b1"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              key
                  + " = '"
                  + value
                  + "': Rolecall calls STS with no class of the configuration, but for those that"
                  + " mean exactly one base identity. Set fs.s3a.rolecall.base.identity = keys,"
                  + " environment, chain, instance-profile, container, web-identity, profile:NAME"
                  + " or properties:FILE; it goes before this key");
    }
    conf.set("fs.s3a.rolecall.base.identity", "chain");
    assertThat(access("b1")).isNotNull();
  }

  @Test
  void aClassThatAnotherStandsForIsRefused() {
    conf.set(STS_PROVIDER, SDK + "DefaultCredentialsProvider");
    conf.set(PROVIDER + ".mapping", SDK + "DefaultCredentialsProvider=com.example.Mine");
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(STS_PROVIDER + " = '" + SDK + "DefaultCredentialsProvider': ");
  }

  @Test
  void whoNamesHisCallerInTheRouteNeedsNoKey() {
    conf.set(STS_PROVIDER, "com.example.Mine");
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://b1\", \"role\": \""
            + ROLE
            + "\", \"by\": \"chain\"}]}");
    assertThat(caller("b1")).isEmpty();
  }

  private static String refusal(String what, String identity) {
    return what
        + ": S3A signs for s3a://b1 with it, and the role of all buckets would take its place. Give"
        + " the bucket a role of its own (fs.s3a.bucket.b1.assumed.role.arn), or route it to that"
        + " identity, which the driver alone has: {\"location\": \"s3a://b1\", \"identity\": \""
        + identity
        + "\"}";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBucketsOwnProviderUnderARoleOfAllIsRefused(boolean byDocument) {
    if (byDocument) {
      conf.unset("fs.s3a.assumed.role.arn");
      conf.set(
          "fs.s3a.rolecall.routes",
          "{\"version\": 1, \"routes\": [{\"location\": \"s3a://*\", \"role\": \""
              + ROLE
              + "\"}]}");
    }
    conf.set(PROVIDER, BY_ROLE);
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", SDK + "DefaultCredentialsProvider");
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            refusal(
                "fs.s3a.bucket.b1.aws.credentials.provider = '"
                    + SDK
                    + "DefaultCredentialsProvider'",
                "chain"));
    assertThat(access("b2")).isNotNull();
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", ROLE + "-of-b1");
    assertThat(access("b1")).isNotNull();
  }

  @Test
  void aBucketsOwnKeysUnderARoleOfAllAreRefusedWhereTheyWouldSign() {
    keys("fs.s3a.bucket.b1.");
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(refusal("fs.s3a.bucket.b1.access.key", "keys"));
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://b1\", \"identity\": \"keys\"}]}");
    assertThat(caller("b1")).isEqualTo("base");
  }

  @Test
  void aBucketsOwnKeysCallStsWhereS3aLetsThem() {
    conf.set(PROVIDER, BY_ROLE);
    keys("fs.s3a.bucket.b1.");
    assertThat(caller("b1")).isEqualTo("keys of b1");
    conf.set("fs.s3a.rolecall.base.identity", "profile:p");
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.bucket.b1.access.key is set, but profile 'p' would assume the role. Set"
                + " fs.s3a.bucket.b1.rolecall.base.identity = keys, or remove the bucket's keys");
    conf.set("fs.s3a.bucket.b1.rolecall.base.identity", "keys");
    assertThat(caller("b1")).isEqualTo("keys of b1");
  }

  @Test
  void theProviderOfAllDecidesNothing() {
    conf.set(PROVIDER, "com.example.Mine");
    Map<String, String> before = Map.of("b1", access("b1").toString());
    conf.unset(PROVIDER);
    assertThat(before).containsEntry("b1", access("b1").toString());
  }

  private static final String ANONYMOUS = HADOOP + "AnonymousAWSCredentialsProvider";

  @ParameterizedTest
  @ValueSource(strings = {ANONYMOUS, " com.amazonaws.auth.AnonymousAWSCredentials "})
  void whatS3aDoesNotSignIsNotSigned(String provider) {
    conf.unset("fs.s3a.assumed.role.arn");
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", provider);
    assertThat(access("b1")).isEqualTo(new Access.Anonymous());
    assertThat(RouteBook.of(conf).of("b2", HadoopUser.current()).routes().isEmpty()).isTrue();
    assertThat(RouteBook.of(conf).buckets()).containsExactly("b1");
    conf.set(PROVIDER, provider);
    assertThat(access("b2")).isEqualTo(new Access.Anonymous());
  }

  @Test
  void aBucketsOwnGoesBeforeTheRoleOfAll() {
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", ANONYMOUS);
    assertThat(access("b1")).isEqualTo(new Access.Anonymous());
    assertThat(access("b2")).hasToString(ROLE);
  }

  @Test
  void aBucketByARoleAmongBucketsThatAreNotSigned() {
    conf.unset("fs.s3a.assumed.role.arn");
    conf.set(PROVIDER, ANONYMOUS);
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", BY_ROLE);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", ROLE);
    assertThat(access("b1")).hasToString(ROLE);
    assertThat(access("b2")).isEqualTo(new Access.Anonymous());
  }

  @Test
  void aBucketsOwnKeysAmongBucketsThatAreNotSignedAreNotPassedOverForIt() {
    conf.unset("fs.s3a.assumed.role.arn");
    conf.set(PROVIDER, ANONYMOUS);
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", HADOOP + "SimpleAWSCredentialsProvider");
    keys("fs.s3a.bucket.b1.");
    assertThat(RouteBook.of(conf).of("b1", HadoopUser.current()).routes().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a., fs.s3a.",
    "fs.s3a., fs.s3a.bucket.b1.",
    "fs.s3a.bucket.b1., fs.s3a.bucket.b1.",
  })
  void aRoleThatS3aWouldNotUseIsRefused(String provider, String role) {
    conf.unset("fs.s3a.assumed.role.arn");
    conf.set(provider + "aws.credentials.provider", ANONYMOUS);
    conf.set(role + "assumed.role.arn", ROLE);
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            provider
                + "aws.credentials.provider = '"
                + ANONYMOUS
                + "' and "
                + role
                + "assumed.role.arn = '"
                + ROLE
                + "': S3A would not sign, and not use the role. Remove one of them, or set"
                + " fs.s3a.bucket.b1.aws.credentials.provider = "
                + BY_ROLE
                + " where the role is meant");
  }

  @Test
  void routesOfTheJsonGoBeforeTheKeyOfAllBuckets() {
    conf.unset("fs.s3a.assumed.role.arn");
    conf.set(PROVIDER, ANONYMOUS);
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\":1,\"routes\":[{\"location\":\"s3a://*\",\"role\":\"" + ROLE + "\"}]}");
    assertThat(access("b1")).hasToString(ROLE);
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", ANONYMOUS);
    assertThat(access("b1")).isEqualTo(new Access.Anonymous());
  }

  @Test
  void twoSayingsOfOneBucketAreNamed() {
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", ANONYMOUS);
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\":1,\"routes\":[{\"location\":\"s3a://b1\",\"role\":\"" + ROLE + "\"}]}");
    assertThatThrownBy(() -> access("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "two routes for s3a://b1: "
                + ROLE
                + " and anonymous; keep one (from fs.s3a.rolecall.routes and"
                + " fs.s3a.bucket.b1.aws.credentials.provider)");
  }
}
