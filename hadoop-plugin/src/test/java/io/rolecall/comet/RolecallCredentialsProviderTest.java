package io.rolecall.comet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declarations;
import io.rolecall.routes.HadoopUser;
import io.rolecall.testing.AmbientDecoys;
import io.rolecall.testing.FakeSts;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.comet.cloud.s3.CometS3AccessMode;
import org.apache.comet.cloud.s3.CometS3CredentialContext;
import org.apache.comet.cloud.s3.CometS3Credentials;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Comet's native readers sign with, as Comet asks for it. */
class RolecallCredentialsProviderTest {

  private static final String TABLES = "arn:aws:iam::111122223333:role/tables";
  private static final String DATA = "arn:aws:iam::111122223333:role/data";

  @RegisterExtension static final AmbientDecoys DECOYS = new AmbientDecoys();

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);
  private final RolecallCredentialsProvider provider;

  RolecallCredentialsProviderTest() {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': ["
                + "{'location': 's3a://lake/tables', 'role': '"
                + TABLES
                + "'}, {'location': 's3a://lake/tables/t/data 100%', 'role': '"
                + DATA
                + "'}, {'location': 's3a://whole', 'role': '"
                + TABLES
                + "'}, {'client': 'glue', 'role': '"
                + DATA
                + "'}, {'location': 's3a://open', 'identity': 'anonymous'}"
                + ", {'location': 's3a://hers', 'users': ['alice'], 'role': '"
                + DATA
                + "'}]}")
            .replace('\'', '"'));
    provider = new RolecallCredentialsProvider(conf);
  }

  @AfterEach
  void close() {
    provider.close();
    AmbientDecoys.assertUnusedIn(sts);
    sts.close();
  }

  private CometS3Credentials get(@Nullable String bucket, @Nullable String path) {
    return provider.getCredentialsForPath(
        new CometS3CredentialContext(bucket, path, CometS3AccessMode.READ));
  }

  @Test
  void tellsTheLocationsOfTheRoutesWithoutASession() {
    assertThat(provider.getPolicyLocations("lake"))
        .containsExactly("/tables", "/tables/t/data 100%25");
    assertThat(provider.getPolicyLocations("whole")).isEmpty();
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void eachLocationHasTheSessionOfItsRole() {
    List<String> locations = provider.getPolicyLocations("lake");
    assertThat(locations)
        .allSatisfy(location -> assertThat(get("lake", location).getSessionToken()).isNotNull());
    assertThat(sts.calls())
        .extracting(call -> call.parameter("RoleArn"))
        .containsExactly(TABLES, DATA);
    assertThat(get("lake", "/tables").getAccessKeyId()).isEqualTo("key-1");
    assertThat(get("lake", "/tables/t/data 100%25").getAccessKeyId()).isEqualTo("key-2");
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void theRootIsTheBucketsOwnRoute() {
    provider.getPolicyLocations("whole");
    assertThat(get("whole", "/").getAccessKeyId()).isEqualTo("key-1");
    assertThat(sts.calls())
        .singleElement()
        .matches(call -> call.parameter("RoleArn").equals(TABLES));
  }

  @Test
  void publishesWhenASessionEnds() {
    sts.grant(Duration.ofMinutes(20));
    provider.getPolicyLocations("whole");
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = Instant.ofEpochMilli(get("whole", "/").getExpirationEpochMillis());
    assertThat(end.minus(Duration.ofMinutes(20))).isBetween(before, Instant.now());
  }

  @Test
  void whatNoRouteCoversGetsNothing() {
    provider.getPolicyLocations("lake");
    assertThatThrownBy(() -> get("lake", "/"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "a file that no route of s3a://lake covers: the bucket is routed by prefix alone"
                + " (s3a://lake[tables, tables/t/data 100%]); add a route that covers the file");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void aTableThatIsAskedForAsAWholeGetsNothing() {
    assertThatThrownBy(() -> get("lake", "/tables/t/metadata/v1.metadata.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://lake/tables/t/metadata/v1.metadata.json is asked for as a whole, which is no"
                + " location of a route (s3a://lake[tables, tables/t/data 100%]): this Comet has one"
                + " set of credentials for all files of a table. Use Comet 1.2 or later");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void whatIsNoLocationOfABucketIsRefused() {
    assertThatThrownBy(() -> get("lake", null))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://lake is asked for without a location, so that no route can be found for it");
    for (String path : new String[] {"", "//", "/tables/", "tables", "s3://lake/tables"}) {
      assertThatThrownBy(() -> get("lake", path)).isInstanceOf(ConfigException.class);
    }
    for (String bucket : new String[] {null, "", "s3://lake", "lake/tables", "@glue"}) {
      String message =
          "'" + bucket + "' is not a bucket's name: Comet asks for the credentials of buckets";
      assertThatThrownBy(() -> provider.getPolicyLocations(bucket))
          .isInstanceOf(ConfigException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> get(bucket, "/"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(message);
    }
    assertThat(sts.calls()).isEmpty();
  }

  /** The first session is renewed after a tenth of its life; all others last for an hour. */
  private void grantFirst(Duration lifetime) {
    conf.set("fs.s3a.rolecall.renewal.lead", "89");
    conf.set("fs.s3a.rolecall.renewal.jitter", "0");
    sts.beforeAnswer(call -> sts.grant(sts.calls().size() == 1 ? lifetime : Duration.ofHours(1)));
  }

  /** Comet does not sign again where a session has ended. */
  @Test
  void aSessionNearItsEndGivesWayToTheNext() {
    grantFirst(Duration.ofSeconds(4));
    assertThat(get("whole", "/").getAccessKeyId()).isEqualTo("key-2");
  }

  @Test
  void forTablesTheEndIsNearEarlier() {
    grantFirst(Duration.ofSeconds(12));
    provider.initialize(Map.of("type", "hadoop"));
    assertThat(get("whole", "/").getAccessKeyId()).isEqualTo("key-2");
  }

  @Test
  void forFilesItIsNot() {
    grantFirst(Duration.ofSeconds(12));
    provider.initialize(Map.of());
    assertThat(get("whole", "/").getAccessKeyId()).isEqualTo("key-1");
  }

  @Test
  void aBucketWithoutARouteIsRefused() {
    assertThatThrownBy(() -> provider.getPolicyLocations("other"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://other: no route: Rolecall uses no identity that is not routed. Add a route for"
                + " s3a://other to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                + " fs.s3a.bucket.other.assumed.role.arn");
  }

  @Test
  void aPublicBucketIsRefusedBecauseCometSignsEveryRequest() {
    provider.getPolicyLocations("open");
    assertThatThrownBy(() -> get("open", "/"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://open/ is accessed anonymously by its route, and Comet's native readers sign every"
                + " request. Route it to a role, or have Spark read it: spark.comet.scan.enabled=false"
                + " (tables of Iceberg: spark.comet.scan.icebergNative.enabled=false)");
  }

  @Test
  void theUserIsWhoseTaskAskedForLocations() throws Exception {
    UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
    alice.doAs((PrivilegedExceptionAction<List<String>>) () -> provider.getPolicyLocations("hers"));
    // As Comet's native threads do, outside of what the task does as its user.
    assertThat(get("hers", "/").getAccessKeyId()).isEqualTo("key-1");
    assertThat(provider.getPolicyLocations("hers")).isEmpty();
    assertThat(get("hers", "/").getAccessKeyId()).isEqualTo("key-1");
    assertThat(provider).hasToString("RolecallCredentialsProvider{sessions of alice}");
  }

  @Test
  void whatIsClosedToTheUserGetsNothing() {
    provider.getPolicyLocations("hers");
    assertThatThrownBy(() -> get("hers", "/"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://hers is routed for users [alice] alone, and user '"
                + HadoopUser.current()
                + "' is not among them. Add the user or a group to a route, or a route for"
                + " everybody");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void aCatalogsOwnRoutesHaveToBeDeclared() {
    DECOYS.withdraw();
    System.setProperty(Declarations.PROPERTY, "site");
    try (RolecallCredentialsProvider ofCatalog = new RolecallCredentialsProvider()) {
      ofCatalog.initialize(Map.of("rolecall.catalog", "lake", "s3.secret-access-key", "secret"));
      assertThat(ofCatalog.toString()).doesNotContain("secret");
      assertThatThrownBy(() -> ofCatalog.getPolicyLocations("lake"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "rolecall.catalog = 'lake': this application was started without any"
                  + " spark.sql.catalog.lake.hadoop.* keys. Correct the name, set such keys at launch, or remove"
                  + " rolecall.catalog");
    } finally {
      System.clearProperty(Declarations.PROPERTY);
    }
  }
}
