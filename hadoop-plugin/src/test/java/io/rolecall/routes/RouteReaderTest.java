package io.rolecall.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that can be used; {@link RouteReaderErrorsTest} has the others. */
class RouteReaderTest {

  private static final RoleArn READER = RoleArn.parse("arn:aws:iam::111122223333:role/reader");
  private static final RoleArn HUB = RoleArn.parse("arn:aws:iam::444455556666:role/hub");

  private final Configuration conf = new Configuration(false);

  /** Sets inline routes; single quotes stand for double ones. */
  private void json(String routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + routes + "]}").replace('\'', '"'));
  }

  private RouteTable<Route> routes() {
    return RouteBook.of(conf).of("b1", HadoopUser.current()).routes();
  }

  private Access at(String key) {
    return requireNonNull(routes().find(key), () -> "no route of " + key).access();
  }

  private static Access.Role role(RoleArn arn, SessionTerms terms) {
    return new Access.Role(
        arn, Optional.empty(), terms, new StsEndpoint(Optional.empty(), Optional.empty()), null);
  }

  private static SessionTerms terms(Duration duration, String name) {
    return new SessionTerms(duration, name, Optional.empty(), Map.of(), Optional.empty());
  }

  private static final SessionTerms DEFAULTS = terms(Duration.ofMinutes(30), "{user}-{job}");

  @Test
  void readsS3asOwnKeys() {
    conf.set("fs.s3a.assumed.role.arn", READER.toString());
    conf.set("fs.s3a.assumed.role.external.id", "partner-7");
    conf.set("fs.s3a.assumed.role.session.duration", "1h");
    conf.set("fs.s3a.assumed.role.session.name", "nightly");
    conf.set("fs.s3a.assumed.role.policy", "{}");
    conf.set("fs.s3a.assumed.role.sts.endpoint", "sts.eu-west-1.amazonaws.com");
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
    conf.set("fs.s3a.rolecall.session.tags", "team = data, job={job},empty=");
    conf.set("fs.s3a.rolecall.source.identity", "{user}");
    assertThat(at("any/key"))
        .isEqualTo(
            new Access.Role(
                READER,
                Optional.of("partner-7"),
                new SessionTerms(
                    Duration.ofHours(1),
                    "nightly-{job}",
                    Optional.of("{}"),
                    Map.of("team", "data", "job", "{job}", "empty", ""),
                    Optional.of("{user}")),
                new StsEndpoint(
                    Optional.of("eu-west-1"),
                    Optional.of(URI.create("https://sts.eu-west-1.amazonaws.com"))),
                null));
    assertThat(routes().isSingle()).isTrue();
  }

  @Test
  void readsS3asKeysOfOneBucket() {
    conf.set("fs.s3a.assumed.role.arn", HUB.toString());
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER.toString());
    conf.set("fs.s3a.bucket.b1.assumed.role.session.duration", "20m");
    assertThat(at("x")).isEqualTo(role(READER, terms(Duration.ofMinutes(20), "{user}-{job}")));
    assertThat(RouteBook.of(conf).of("b2", HadoopUser.current()).routes().whole())
        .extracting(Route::access)
        .isEqualTo(role(HUB, DEFAULTS));
  }

  @Test
  void hasNoRouteWhereNothingIsSaid() {
    json("{'location': 's3a://b2', 'role': '" + READER + "'}");
    assertThat(routes().isEmpty()).isTrue();
    assertThat(
            RouteBook.of(new Configuration(false))
                .of("b1", HadoopUser.current())
                .routes()
                .isEmpty())
        .isTrue();
  }

  @Test
  void readsARouteWithTheDefaultsOfTheKeys() {
    conf.set("fs.s3a.assumed.role.session.duration", "45m");
    conf.set("fs.s3a.bucket.b1.assumed.role.session.name", "b1-{job}");
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
    json("{'location': 's3a://b1/data', 'role': '" + READER + "'}");
    assertThat(at("data/f"))
        .isEqualTo(
            new Access.Role(
                READER,
                Optional.empty(),
                terms(Duration.ofMinutes(45), "b1-{job}"),
                new StsEndpoint(Optional.of("eu-west-1"), Optional.empty()),
                null));
    assertThat(routes().find("data2")).isNull();
  }

  @Test
  void readsARouteThatSaysEverything() {
    conf.set("fs.s3a.assumed.role.session.duration", "45m");
    conf.set("fs.s3a.assumed.role.external.id", "of-the-key");
    conf.set("fs.s3a.rolecall.session.tags", "a=b");
    json(
        "{'location': 's3a://b1/data', 'role': '"
            + READER
            + "', 'externalId': 'partner-7', 'duration': '20m', 'sessionName': '{name}',"
            + " 'policy': {'Version': '2012-10-17', 'Statement': []}, 'tags': {'team': 'data'},"
            + " 'sourceIdentity': '{user}', 'region': 'us-east-2',"
            + " 'stsEndpoint': 'http://localhost:9000/sts'}");
    assertThat(at("data/f"))
        .isEqualTo(
            new Access.Role(
                READER,
                Optional.of("partner-7"),
                new SessionTerms(
                    Duration.ofMinutes(20),
                    "{name}-{job}",
                    Optional.of("{\"Version\":\"2012-10-17\",\"Statement\":[]}"),
                    Map.of("team", "data"),
                    Optional.of("{user}")),
                new StsEndpoint(
                    Optional.of("us-east-2"), Optional.of(URI.create("http://localhost:9000/sts"))),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Version\": \"1\"} | {\"Version\":\"1\"}",
        "\"{\\\"Version\\\": \\\"1\\\"}\" | {\"Version\": \"1\"}",
        "null | ",
      })
  void readsAPolicyAsJsonOrText(String policy, String sent) {
    json("{'location': 's3a://b1', 'role': '" + READER + "', 'policy': " + policy + "}");
    assertThat(((Access.Role) at("")).terms().policy()).isEqualTo(Optional.ofNullable(sent));
  }

  @Test
  void readsDurationsAsNumbersToo() {
    json("{'location': 's3a://b1', 'role': '" + READER + "', 'duration': 1200}");
    assertThat(((Access.Role) at("")).terms().duration()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void readsAChain() {
    conf.set("fs.s3a.assumed.role.policy", "{}");
    json(
        "{'location': 's3a://b1/data', 'duration': '2h', 'roles': [{'role': '"
            + HUB
            + "', 'externalId': 'hub-id'}, {'role': '"
            + READER
            + "'}]}");
    SessionTerms hubTerms = terms(Duration.ofHours(2), "{user}-{job}");
    SessionTerms last =
        new SessionTerms(
            Duration.ofHours(1), "{user}-{job}", Optional.of("{}"), Map.of(), Optional.empty());
    StsEndpoint aws = new StsEndpoint(Optional.empty(), Optional.empty());
    Access.Role hub = new Access.Role(HUB, Optional.of("hub-id"), hubTerms, aws, null);
    assertThat(at("data"))
        .describedAs("AWS grants one hour; the policy is the last role's")
        .isEqualTo(new Access.Role(READER, Optional.empty(), last, aws, hub));
  }

  @Test
  void aShortChainKeepsItsDuration() {
    json(
        "{'location': 's3a://b1', 'duration': '20m', 'roles': [{'role': '"
            + HUB
            + "'}, {'role': '"
            + READER
            + "'}]}");
    assertThat(((Access.Role) at("")).terms().duration()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void readsARouteToTheBaseIdentity() {
    json("{'location': 's3a://b1', 'identity': 'base'}");
    assertThat(at("x")).isEqualTo(new Access.Base());
  }

  @Test
  void theDocumentGoesBeforeTheRoleOfAllBuckets() {
    conf.set("fs.s3a.assumed.role.arn", HUB.toString());
    json("{'location': 's3a://b1', 'role': '" + READER + "'}");
    assertThat(at("x")).isEqualTo(role(READER, DEFAULTS));
  }

  @Test
  void theRoleOfAllBucketsIsTheBucketsOwnWherePrefixesAreRouted() {
    conf.set("fs.s3a.assumed.role.arn", HUB.toString());
    json("{'location': 's3a://b1/data', 'role': '" + READER + "'}");
    assertThat(at("data/x")).isEqualTo(role(READER, DEFAULTS));
    assertThat(at("other")).isEqualTo(role(HUB, DEFAULTS));
  }

  @Test
  void aBucketMayHaveADocumentOfItsOwn() {
    conf.set(
        "fs.s3a.bucket.b1.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://b1\", \"identity\": \"base\"}]}");
    conf.set("fs.s3a.rolecall.routes", "not JSON");
    assertThat(at("x")).isEqualTo(new Access.Base());
  }

  @Test
  void aDocumentMayHaveNoRoutes() {
    json("");
    assertThat(routes().isEmpty()).isTrue();
    conf.set("fs.s3a.rolecall.routes", "{\"version\": 1}");
    assertThat(routes().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3", "s3n"})
  void aRouteOfEveryBucketIsForThoseThatNothingElseNames(String scheme) {
    conf.set("fs.s3a.assumed.role.arn", HUB.toString());
    json("{'location': '" + scheme + "://*', 'identity': 'base'}");
    assertThat(at("x")).isEqualTo(new Access.Base());
  }

  @Test
  void aRouteOfEveryBucketGivesWayToTheBucketsOwn() {
    json(
        "{'location': 's3a://*', 'identity': 'base'}, {'location': 's3a://b1', 'role': '"
            + READER
            + "'}");
    assertThat(at("x")).isEqualTo(role(READER, DEFAULTS));
    json("{'location': 's3a://*', 'identity': 'base'}");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", HUB.toString());
    assertThat(at("x")).isEqualTo(role(HUB, DEFAULTS));
  }

  @Test
  void aRouteOfEveryBucketIsAroundThePrefixesOfOne() {
    json(
        "{'location': 's3a://*', 'identity': 'base'}, {'location': 's3a://b1/data', 'role': '"
            + READER
            + "'}");
    assertThat(at("data/x")).isEqualTo(role(READER, DEFAULTS));
    assertThat(at("other")).isEqualTo(new Access.Base());
    assertThat(RouteBook.of(conf).buckets()).containsExactly("b1");
  }

  @Test
  void aBucketThatIsClosedToTheCallerDoesNotFallToTheRouteOfEveryBucket() {
    json(
        "{'location': 's3a://*', 'identity': 'base'},"
            + " {'location': 's3a://b1', 'users': ['nobody-here'], 'role': '"
            + READER
            + "'}");
    assertThat(at("x")).isInstanceOf(Access.Nobody.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sts.amazonaws.com",
        "STS.amazonaws.com",
        "https://sts.amazonaws.com",
        "https://sts.amazonaws.com/",
        "https://sts.amazonaws.com:443",
      })
  void theGlobalHostOfStsIsThatOfTheRegionAsInS3a(String endpoint) {
    conf.set("fs.s3a.assumed.role.arn", READER.toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint);
    assertThat(at("x")).isEqualTo(role(READER, DEFAULTS));
    conf.set("fs.s3a.assumed.role.sts.endpoint", "sts.eu-west-1.amazonaws.com");
    json("{'location': 's3a://b1', 'role': '" + READER + "', 'stsEndpoint': '" + endpoint + "'}");
    assertThat(at("x")).isEqualTo(role(READER, DEFAULTS));
  }
}
