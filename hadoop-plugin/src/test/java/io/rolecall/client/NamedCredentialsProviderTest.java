package io.rolecall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declarations;
import io.rolecall.declaration.LaunchedHost;
import io.rolecall.routes.HadoopUser;
import io.rolecall.testing.AmbientDecoys;
import io.rolecall.testing.FakeSts;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.aws.AwsClientProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** A client of another service, made in the ways that engines make it. */
class NamedCredentialsProviderTest {

  private static final String EVENTS = "arn:aws:iam::111122223333:role/events";

  @RegisterExtension static final AmbientDecoys DECOYS = new AmbientDecoys();

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();

  NamedCredentialsProviderTest() {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set("fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/of-every-bucket");
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'client': 'events', 'role': '"
                + EVENTS
                + "'}, {'location': 's3a://*', 'identity': 'base'}, {'client': 'closed', 'users':"
                + " ['nobody-here'], 'role': '"
                + EVENTS
                + "'}]}")
            .replace('\'', '"'));
  }

  @AfterEach
  void close() {
    AmbientDecoys.assertUnusedIn(sts);
    sts.close();
  }

  private void assertEvents(NamedCredentialsProvider made) {
    try (made) {
      assertThat(made.resolveCredentials())
          .isEqualTo(AwsSessionCredentials.create("key-1", "secret-1", "token-1"));
      assertThat(made.resolveCredentials().accessKeyId()).isEqualTo("key-1");
      assertThat(sts.calls())
          .singleElement()
          .matches(call -> call.parameter("RoleArn").equals(EVENTS));
    }
  }

  @Test
  void isMadeByName() {
    assertEvents(NamedCredentialsProvider.of("events", conf));
  }

  @Test
  void isMadeWithoutArgumentsAndThenConfigured() {
    conf.set("fs.s3a.rolecall.client", "events");
    NamedCredentialsProvider provider = new NamedCredentialsProvider();
    provider.setConf(conf);
    assertThat(provider.getConf()).isSameAs(conf);
    assertEvents(provider);
  }

  @Test
  void isMadeWithAConfiguration() {
    conf.set("fs.s3a.rolecall.client", "events");
    assertEvents(new NamedCredentialsProvider(conf));
  }

  @Test
  void isMadeWithAUri() {
    conf.set("fs.s3a.rolecall.client", "events");
    assertEvents(new NamedCredentialsProvider(URI.create("s3://any"), conf));
  }

  @Test
  void isMadeByIceberg() {
    try (NamedCredentialsProvider provider =
        NamedCredentialsProvider.create(Map.of("name", "glue"))) {
      assertThat(provider).hasToString("NamedCredentialsProvider{client:glue}");
    }
  }

  /** As Iceberg finds the class, takes its prefix from the properties, and calls create. */
  @Test
  void icebergsClientsOfOtherServicesSignByTheirRoute(@TempDir Path scratch) throws Exception {
    AwsClientProperties properties =
        new AwsClientProperties(
            Map.of(
                "client.credentials-provider",
                NamedCredentialsProvider.class.getName(),
                "client.credentials-provider.name",
                "events"));
    try (LaunchedHost host = LaunchedHost.found(scratch)) {
      host.start(conf);
      AwsCredentialsProvider provider = properties.credentialsProvider(null, null, null);
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("key-1");
      ((AutoCloseable) provider).close();
    }
    assertThat(sts.calls())
        .singleElement()
        .matches(call -> call.parameter("RoleArn").equals(EVENTS));
  }

  @Test
  void whatItGivesAwayIsNotWhatWasDeclared() {
    DECOYS.withdraw();
    System.setProperty(Declarations.PROPERTY, "site");
    try (NamedCredentialsProvider provider =
        NamedCredentialsProvider.create(Map.of("name", "glue"))) {
      Configuration declared = Declarations.current().orElseThrow().sets().get(0).conf();
      assertThat(provider.getConf()).isNotNull().isNotSameAs(declared);
    } finally {
      System.clearProperty(Declarations.PROPERTY);
    }
  }

  /** What is refused is the client: there is no bucket whose name could be told. */
  @Test
  void whatWasNotDeclaredIsRefusedInItsOwnName() {
    DECOYS.withdraw();
    System.setProperty(Declarations.PROPERTY, "site");
    try (NamedCredentialsProvider provider = NamedCredentialsProvider.of("events", conf)) {
      assertThatThrownBy(provider::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("client:events: fs.s3a.access.key = a value that is not shown")
          .hasMessageContaining("but this application was started with none");
    } finally {
      System.clearProperty(Declarations.PROPERTY);
    }
  }

  @Test
  void icebergHasToNameIt() {
    assertThatThrownBy(() -> NamedCredentialsProvider.create(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.client is not set: it names the route's 'client' whose credentials"
                + " io.rolecall.client.NamedCredentialsProvider gives (Iceberg:"
                + " client.credentials-provider.name)");
  }

  @Test
  void anUnknownClientIsRefusedWhateverBucketsHave() {
    try (NamedCredentialsProvider provider = NamedCredentialsProvider.of("evnets", conf)) {
      assertThatThrownBy(provider::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "no route has \"client\": \"evnets\": Rolecall uses no identity that is not routed. Add"
                  + " one to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file");
    }
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void aRouteThatIsClosedToTheUserIsRefused() {
    try (NamedCredentialsProvider provider = NamedCredentialsProvider.of("closed", conf)) {
      assertThatThrownBy(provider::resolveCredentials)
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "\"client\": \"closed\" is routed for users [nobody-here] alone, and user '"
                  + HadoopUser.current()
                  + "' is not among them. Add the user or a group to a route, or a route for"
                  + " everybody");
    }
    assertThat(sts.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "@x", "s3a://b", "1"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> NamedCredentialsProvider.of(name, conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.client: '"
                + name
                + "' is not the name of a client: expected a letter, then up to 62 letters, digits,"
                + " '.', '-', '_'");
  }

  @Test
  void anExecutorWithoutItsDriverFailsClosed() {
    conf.set("fs.s3a.rolecall.process", "executor");
    try (NamedCredentialsProvider provider = NamedCredentialsProvider.of("events", conf)) {
      assertThatThrownBy(provider::resolveCredentials)
          .hasMessage(
              "no route of the client 'events': user "
                  + HadoopUser.current()
                  + " has no Rolecall token for \"client\": \"events\" and this executor has no channel"
                  + " to its driver:"
                  + " set spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with"
                  + " tokens of these buckets (hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile"
                  + " FILE for MapReduce, tez.credentials.path=FILE for Tez, else HADOOP_TOKEN_FILE_LOCATION=FILE)");
    }
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void afterItsEndItGivesNothing() {
    NamedCredentialsProvider provider = NamedCredentialsProvider.of("events", conf);
    provider.close();
    assertThatThrownBy(provider::resolveCredentials)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "io.rolecall.client.NamedCredentialsProvider was made without a Hadoop configuration, or"
                + " is closed: whoever makes it without arguments calls setConf");
  }
}
