package io.rolecall.driver;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.sts.Job;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class MintedSessionsTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::444455556666:role/writer";

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);
  private final MintedSessions sessions;

  MintedSessionsTest() {
    sts.reach(conf);
    RenewalPolicy policy =
        new RenewalPolicy(
            0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
    sessions =
        new MintedSessions(
            new SessionStore(policy, clock, scheduler, Runnable::run),
            new Job(bucket("b1").config(), "alice"),
            Duration.ofSeconds(20),
            clock);
  }

  @AfterEach
  void close() {
    sessions.close();
    sts.close();
  }

  private RoutedBucket bucket(String name) {
    return RouteBook.of(conf).of(name, HadoopUser.current());
  }

  private void route(String location, String access) {
    String before = conf.get("fs.s3a.rolecall.routes", "{\"version\": 1, \"routes\": [");
    String routes = before.endsWith("]}") ? before.replaceAll("]}$", ", ") : before;
    conf.set(
        "fs.s3a.rolecall.routes",
        routes + ("{'location': '" + location + "', " + access + "}]}").replace('\'', '"'));
  }

  private RouteCredentials at(String bucket, String key) {
    RouteTable<RouteCredentials> table = sessions.routes(bucket(bucket));
    return requireNonNull(table.find(key), () -> key + " in " + table);
  }

  private SessionGrant grant(String bucket, String... wanted) throws IOException {
    return sessions.grant(
        bucket(bucket), Stream.of(wanted).map(location -> S3Location.parse(location)).toList());
  }

  private static Session sessionOf(GrantedRole role) {
    return requireNonNull(role.session(), "no session");
  }

  @Test
  void asksNobodyForRoutes() {
    route("s3a://b1", "'role': '" + READER + "'");
    assertThat(at("b1", "x")).hasToString("s3a://b1 -> " + READER);
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void mintsAtTheFirstUse() {
    route("s3a://b1", "'role': '" + READER + "'");
    assertThat(at("b1", "x").current().accessKeyId()).isEqualTo("key-1");
    assertThat(sts.calls()).hasSize(1);
  }

  @Test
  void mintsOneSessionForAllLocationsOfARole() {
    route("s3a://b1/a", "'role': '" + READER + "'");
    route("s3a://b1/b", "'role': '" + READER + "'");
    route("s3a://b2", "'role': '" + READER + "'");
    assertThat(at("b1", "a/f")).isEqualTo(at("b1", "b/f")).isEqualTo(at("b2", "f"));
    at("b1", "a/f").current();
    at("b2", "f").current();
    assertThat(sts.calls()).hasSize(1);
  }

  @Test
  void mintsAnotherSessionForOtherTermsOrAnotherBaseIdentity() {
    route("s3a://b1/a", "'role': '" + READER + "'");
    route("s3a://b1/b", "'role': '" + READER + "', 'duration': '20m'");
    route("s3a://b2", "'role': '" + READER + "'");
    conf.set("fs.s3a.bucket.b2.access.key", "other-key");
    at("b1", "a").current();
    at("b1", "b").current();
    at("b2", "f").current();
    assertThat(sts.calls())
        .extracting(FakeSts.Call::accessKeyId)
        .containsExactly("base-key", "base-key", "other-key");
  }

  @Test
  void neverSharesASessionWhereStsIsReachedOtherwise() {
    route("s3a://b1", "'role': '" + READER + "'");
    route("s3a://b2", "'role': '" + READER + "'");
    conf.set("fs.s3a.bucket.b2.client.sts.custom.headers", "x-gateway=b2");
    assertThat(at("b1", "f")).isNotEqualTo(at("b2", "f"));
    at("b1", "f").current();
    at("b2", "f").current();
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void knowsAnAccessKeyWithAnotherSecretForAnotherIdentity() {
    route("s3a://b1", "'role': '" + READER + "'");
    RouteCredentials owners = at("b1", "f");
    owners.current();
    conf.set("fs.s3a.secret.key", "a guess");
    RouteCredentials guessers = at("b1", "f");
    assertThat(guessers).isNotEqualTo(owners);
    guessers.current();
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void neverSharesASessionWhereAVariableOfTheWayToStsIsAnother() {
    route("s3a://b1", "'role': '" + READER + "'");
    conf.set("fs.s3a.client.sts.custom.headers", "x-gateway=${gateway}");
    conf.set("gateway", "one");
    RouteCredentials one = at("b1", "f");
    conf.set("gateway", "two");
    assertThat(at("b1", "f")).isNotEqualTo(one);
  }

  @Test
  void doesNotShowWhatItTellsRolesApartBy() {
    conf.set("fs.s3a.proxy.password", "proxy-secret");
    assertThat(MintedRole.of(Samples.access(Samples.ROLE), bucket("b1").config()))
        .hasToString(Samples.ROLE.toString());
  }

  @Test
  void neverSharesASessionBetweenBaseIdentities(@TempDir Path directory) throws IOException {
    Path keys = Files.writeString(directory.resolve("keys"), "accessKey=file-key\nsecretKey=s\n");
    route("s3a://b1/a", "'role': '" + READER + "'");
    route("s3a://b1/b", "'role': '" + READER + "', 'by': 'properties:" + keys + "'");
    assertThat(at("b1", "a/f")).isNotEqualTo(at("b1", "b/f"));
    at("b1", "a/f").current();
    at("b1", "b/f").current();
    assertThat(sts.calls())
        .extracting(FakeSts.Call::accessKeyId)
        .containsExactly("base-key", "file-key");
    SessionGrant grant = grant("b1");
    assertThat(grant.roles().values())
        .extracting(role -> sessionOf(role).accessKeyId())
        .containsExactlyInAnyOrder("key-1", "key-2");
  }

  @Test
  void saysWhyTheBaseIdentityOfALocationHasNoCredentials() {
    route("s3a://b1", "'identity': 'properties:/none'");
    assertThatThrownBy(() -> at("b1", "x").current())
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "base identity from properties file /none: /none does not exist. Expected");
  }

  @Test
  void signsWithTheBaseIdentityWhereThatIsTheRoute() {
    route("s3a://b1", "'identity': 'base'");
    assertThat(at("b1", "x").current())
        .isEqualTo(AwsBasicCredentials.create("base-key", "base-secret"));
    assertThat(at("b1", "x")).hasToString("base identity from fs.s3a.access.key");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void walksAChain() {
    route("s3a://b1", "'roles': [{'role': '" + WRITER + "'}, {'role': '" + READER + "'}]");
    assertThat(at("b1", "x").current().accessKeyId()).isEqualTo("key-2");
    assertThat(sts.calls())
        .extracting(call -> call.accessKeyId() + " asks for " + call.parameter("RoleArn"))
        .containsExactly("base-key asks for " + WRITER, "key-1 asks for " + READER);
  }

  @Test
  void grantsTheSessionsOfABucket() throws IOException {
    route("s3a://b1/a", "'role': '" + READER + "'");
    route("s3a://b1/b", "'role': '" + WRITER + "'");
    route("s3a://b1/c", "'identity': 'base'");
    SessionGrant grant = grant("b1");
    assertThat(grant.writtenAt()).isEqualTo(START);
    assertThat(grant.routes())
        .extracting(route -> route.place().toString())
        .containsExactlyInAnyOrder("s3a://b1/a", "s3a://b1/b", "s3a://b1/c");
    assertThat(grant.routes())
        .filteredOn(
            route -> route.match(role -> false, base -> true, anonymous -> false, closed -> false))
        .hasSize(1);
    assertThat(grant.roles().values())
        .extracting(role -> sessionOf(role).role().toString())
        .containsExactlyInAnyOrder(READER, WRITER);
    assertThat(grant.firstExpiration()).contains(START.plus(Duration.ofMinutes(30)));
  }

  @Test
  void grantsTheReasonWhereThereIsNoSession() throws IOException {
    route("s3a://b1", "'role': '" + READER + "'");
    sts.failNext(403, "AccessDenied", "no");
    GrantedRole role = grant("b1").roles().values().iterator().next();
    assertThat(role.session()).isNull();
    assertThat(role.failure())
        .hasMessageStartingWith("STS refused " + READER)
        .extracting(SessionException::kind)
        .isEqualTo(Kind.PERMANENT);
  }

  @Test
  void grantsTheSessionsOfTheLocationsThatAreWanted() throws IOException {
    route("s3a://b1/a", "'role': '" + READER + "'");
    route("s3a://b1/a/b", "'role': '" + READER + "', 'duration': '20m'");
    route("s3a://b1/c", "'role': '" + WRITER + "'");
    route("s3a://b2/c", "'role': '" + WRITER + "', 'duration': '20m'");
    assertThat(durationsOf(grant("b1", "s3a://b1/a/x"))).containsExactly("1800");
    assertThat(durationsOf(grant("b1", "s3a://b1/a", "s3a://b2/c")))
        .containsExactly("1200", "1800");
    SessionGrant nothing = grant("b1", "s3a://b2/c");
    assertThat(nothing.routes()).hasSize(3);
    assertThat(nothing.roles().values())
        .allSatisfy(role -> assertThat(role.session()).isNull())
        .allSatisfy(role -> assertThat(role.failure()).isNull());
    assertThat(sts.calls()).hasSize(2);
  }

  private static List<String> durationsOf(SessionGrant grant) {
    return grant.roles().values().stream()
        .filter(role -> role.session() != null)
        .map(role -> "" + Duration.between(START, sessionOf(role).expiration()).toSeconds())
        .sorted()
        .toList();
  }

  @Test
  void renewsWhatWasMintedBeforeTheJobHadAName() {
    route("s3a://b1", "'role': '" + READER + "'");
    at("b1", "x").current();
    sessions.declareJob(() -> "app-1", "nightly");
    route("s3a://b2", "'role': '" + WRITER + "'");
    at("b2", "x").current();
    sessions.renewUnnamed();
    sessions.renewUnnamed();
    assertThat(sts.calls())
        .extracting(call -> call.parameter("RoleSessionName").replaceAll("rolecall-.*", "random"))
        .containsExactly("alice-random", "alice-app-1", "alice-app-1");
    assertThat(sts.calls().get(2).parameter("RoleArn")).isEqualTo(READER);
  }

  @Test
  void renewsAheadOfTime() {
    route("s3a://b1", "'role': '" + READER + "'");
    RouteCredentials one = at("b1", "x");
    one.current();
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }
}
