package io.rolecall.sts;

import static io.rolecall.testing.Samples.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.identity.BaseIdentity;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsSessionSourceTest {

  private static final JobIdentity JOB = new JobIdentity("app-1", "nightly", "alice");
  private static final SessionTerms TERMS =
      new SessionTerms(
          Duration.ofMinutes(30), "{user}-{job}", Optional.empty(), Map.of(), Optional.empty());

  private final FakeSts sts = new FakeSts();
  private final StsClients clients = new StsClients();
  private final StsEndpoint endpoint =
      new StsEndpoint(Optional.of("eu-west-1"), Optional.of(sts.endpoint()));

  @AfterEach
  void close() {
    clients.close();
    sts.close();
  }

  private static BaseIdentity base() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    return BaseIdentity.of(RouteBook.of(conf));
  }

  private Access.Role access(SessionTerms terms) {
    return new Access.Role(ROLE, Optional.empty(), terms, endpoint, null);
  }

  private StsSessionSource source(Access.Role access, Clock clock) {
    return StsSessionSource.byBase(access, base(), () -> JOB, clients, clock);
  }

  private StsSessionSource source() {
    return source(access(TERMS), Clock.systemUTC());
  }

  @Test
  void assumesTheRoleWithTheBaseIdentity() throws SessionException {
    Session session = source().obtain(null);
    assertThat(session)
        .isEqualTo(
            new Session("key-1", "secret-1", "token-1", ROLE, "alice-app-1", session.expiration()));
    assertThat(sts.calls())
        .containsExactly(
            new FakeSts.Call(
                Map.of(
                    "Action", "AssumeRole",
                    "Version", "2011-06-15",
                    "RoleArn", ROLE.toString(),
                    "RoleSessionName", "alice-app-1",
                    "DurationSeconds", "1800"),
                "base-key",
                ""));
  }

  @Test
  void sendsAllTermsOfTheRoute() throws SessionException {
    SessionTerms terms =
        new SessionTerms(
            Duration.ofHours(2),
            "{name}-{job}",
            Optional.of("{\"Version\":\"2012-10-17\"}"),
            Map.of("job", "{job}", "team", "data & co"),
            Optional.of("{user}"));
    source(
            new Access.Role(ROLE, Optional.of("partner-7"), terms, endpoint, null),
            Clock.systemUTC())
        .obtain(null);
    assertThat(sts.calls().get(0).parameters())
        .containsEntry("RoleSessionName", "nightly-app-1")
        .containsEntry("ExternalId", "partner-7")
        .containsEntry("DurationSeconds", "7200")
        .containsEntry("Policy", "{\"Version\":\"2012-10-17\"}")
        .containsEntry("SourceIdentity", "alice")
        .containsEntry("Tags.member.1.Key", "job")
        .containsEntry("Tags.member.1.Value", "app-1")
        .containsEntry("Tags.member.2.Key", "team")
        .containsEntry("Tags.member.2.Value", "data _ co");
  }

  @Test
  void saysWhatItKnowsOfARoleThatIsDeniedAfterItWasGiven() throws SessionException {
    StsSessionSource source = source();
    String before = "STS has given this job such a session before";
    sts.failNext(403, "AccessDenied", "alice may not");
    assertThatThrownBy(() -> source.obtain(null)).message().doesNotContain(before);
    Session session = source.obtain(null);
    sts.failNext(403, "AccessDenied", "alice may not");
    assertThatThrownBy(() -> source.obtain(session)).hasMessageContaining(before);
  }

  @Test
  void refusesASessionOfAnotherRole() {
    sts.answerAs("arn:aws:sts::999999999999:assumed-role/reader/alice-app-1");
    SessionException refusal =
        catchThrowableOfType(SessionException.class, () -> source().obtain(null));
    assertThat(refusal)
        .hasMessage(
            "asked for arn:aws:iam::111122223333:role/reader as alice-app-1, but STS answered with a"
                + " session of 'arn:aws:sts::999999999999:assumed-role/reader/alice-app-1'; the"
                + " session is refused. Check which STS endpoint answers");
    assertThat(refusal.kind()).isEqualTo(Kind.PERMANENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 0, 10})
  void countsTheLifetimeFromTheCallByItsOwnClock(int minutesOff) throws SessionException {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutesOff));
    Instant before = clock.instant();
    Session session = source(access(TERMS), clock).obtain(null);
    assertThat(session.expiration())
        .isBetween(
            before.plus(Duration.ofMinutes(30)), clock.instant().plus(Duration.ofMinutes(30)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 0, 10})
  void countsTheLifetimeThatWasGranted(int minutesOff) throws SessionException {
    sts.grant(Duration.ofMinutes(5));
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutesOff));
    Instant before = clock.instant();
    Session session = source(access(TERMS), clock).obtain(null);
    Duration granularity = Duration.ofSeconds(2);
    assertThat(session.expiration())
        .isBetween(
            before.plus(Duration.ofMinutes(5)).minus(granularity),
            clock.instant().plus(Duration.ofMinutes(5)).plus(granularity));
  }

  @Test
  void triesAgainWhenItIsThrottled() throws SessionException {
    sts.failNext(400, "Throttling", "Rate exceeded");
    sts.failNext(503, "ServiceUnavailable", "try later");
    assertThat(source().obtain(null).accessKeyId()).isEqualTo("key-3");
  }

  @Test
  void explainsARefusal() {
    sts.failNext(403, "AccessDenied", "alice may not");
    SessionException refusal =
        catchThrowableOfType(SessionException.class, () -> source().obtain(null));
    assertThat(refusal)
        .hasMessageStartingWith(
            "STS refused arn:aws:iam::111122223333:role/reader to base identity from"
                + " fs.s3a.access.key: AccessDenied: alice may not. Check that the role exists");
    assertThat(refusal.kind()).isEqualTo(Kind.PERMANENT);
    assertThat(sts.calls()).hasSize(1);
  }

  @Test
  void anEndpointThatIsGoneMayComeBack() {
    sts.close();
    assertThatThrownBy(() -> source().obtain(null))
        .isInstanceOfSatisfying(
            SessionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT))
        .hasMessageStartingWith(
            "STS cannot be reached for arn:aws:iam::111122223333:role/reader: Unable to execute"
                + " HTTP request: ");
  }

  private static final Access.Role HUB =
      Samples.access(RoleArn.parse("arn:aws:iam::444455556666:role/hub"));

  private StsSessionSource chained(FakeSource hub) {
    FakeClock clock = new FakeClock();
    RenewalPolicy policy =
        new RenewalPolicy(
            0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(5));
    LiveSession through =
        new SessionStore(policy, clock, new FakeScheduler(clock), Runnable::run)
            .session("hub", "s3a://b1 (through)", hub);
    Access.Role last = new Access.Role(ROLE, Optional.empty(), TERMS, endpoint, HUB);
    return StsSessionSource.byRole(last, through, () -> JOB, clients, Clock.systemUTC());
  }

  @Test
  void assumesTheRoleWithTheSessionOfTheRoleBeforeIt() throws SessionException {
    FakeSource hub = new FakeSource(Clock.systemUTC(), Duration.ofHours(1));
    chained(hub).obtain(null);
    FakeSts.Call call = sts.calls().get(0);
    assertThat(call.accessKeyId()).isEqualTo("key-1");
    assertThat(call.sessionToken()).isEqualTo("token-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRANSIENT", "PERMANENT"})
  void failsAtOnceAsTheRoleBeforeItDoes(Kind kind) {
    FakeSource hub = new FakeSource(Clock.systemUTC(), Duration.ofHours(1));
    hub.fail(kind, "STS refused hub");
    SessionException failure =
        catchThrowableOfType(SessionException.class, () -> chained(hub).obtain(null));
    assertThat(failure).hasMessage("the role before it in the chain: STS refused hub");
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(sts.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, ExpiredToken,         key-2",
    "403, InvalidClientTokenId, key-2",
    "403, InvalidAccessKeyId,   key-2",
    "403, AccessDenied,         key-1",
  })
  void asksForAnotherSessionOfTheRoleBeforeItIfStsDoesNotTakeThisOne(
      int status, String code, String next) throws SessionException {
    StsSessionSource source = chained(new FakeSource(Clock.systemUTC(), Duration.ofHours(1)));
    sts.failNext(status, code, "no");
    assertThatThrownBy(() -> source.obtain(null)).isInstanceOf(SessionException.class);
    source.obtain(null);
    assertThat(sts.calls()).extracting(FakeSts.Call::accessKeyId).containsExactly("key-1", next);
  }
}
