package io.rolecall.executor;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.config.NewerTokens;
import io.rolecall.credentials.ClosedRoute;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.driver.Grants;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.mailbox.MailboxWriter;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.Samples;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.StoredTokens;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PulledSessionsTest {

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final FakeChannel driver = FakeChannel.granting(request -> granting(1));
  private final RenewalPolicy policy =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(50));
  private final SessionStore store = new SessionStore(policy, clock, scheduler, Runnable::run);
  private final PulledSessions sessions =
      new PulledSessions(
          store,
          new GrantSource(alice, List.of(driver), NewerTokens.PERHAPS, TokenFiles.replaced(alice)),
          policy.patience(),
          clock);

  /** The n-th session for b1/data and b2, as of now. */
  private SessionGrant granting(int session) {
    return Grants.granting(clock.instant(), session, "s3a://b1/data", "s3a://b2");
  }

  private static GrantRequest forBucket(String bucket) {
    return GrantRequest.ofPlace(new BucketOfSet("", bucket));
  }

  private static GrantRequest forRole(String... rejected) {
    return new GrantRequest(Set.of(), Set.of(new RoleOfSet("", "r1")), Set.of(rejected));
  }

  private static RoutedBucket bucket(String name) {
    return RouteBook.of(new Configuration(false)).of(name, HadoopUser.current());
  }

  private RouteCredentials at(String bucket, String key) throws IOException {
    RouteTable<RouteCredentials> table = sessions.routes(bucket(bucket));
    return requireNonNull(table.find(key), () -> key + " in " + table);
  }

  @Test
  void takesRoutesAndSessionsFromTheDriver() throws IOException {
    assertThat(at("b1", "data/f").current().accessKeyId()).isEqualTo("key-1");
    assertThat(sessions.routes(bucket("b1")).find("other")).isNull();
    assertThat(driver.requests()).containsExactly(forBucket("b1"), forRole());
  }

  @Test
  void needsNotAskForBucketsThatCameAlong() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    assertThat(at("b2", "x")).isEqualTo(one).hasToString(one.toString());
    assertThat(one).hasToString("s3a://b1/data, s3a://b2 -> arn:aws:iam::111122223333:role/reader");
    assertThat(driver.requests()).hasSize(1);
  }

  @Test
  void hasNoRoutesOfABucketThatTheDriverDoesNotKnow() throws IOException {
    assertThat(sessions.routes(bucket("b3")).isEmpty()).isTrue();
  }

  @Test
  void renewsTheRoleOfAllBucketsWithOneQuestion() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    driver.grant(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
    assertThat(driver.requests()).containsExactly(forBucket("b1"), forRole(), forRole());
  }

  @Test
  void keepsItsSessionUntilTheDriverHasTheNext() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    SessionGrant first = granting(1);
    driver.grant(request -> first);
    scheduler.advanceToNext();
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-1");
    assertThat(driver.requests()).hasSize(4);
    driver.grant(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void tellsTheDriverOfARejectedSession() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    assertThat(one.onRejected("key-1", Rejection.EXPIRED)).isTrue();
    driver.grant(request -> granting(2));
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
    assertThat(driver.requests().get(2)).isEqualTo(forRole("key-1"));
  }

  @Test
  void doesNotTakeTheRejectedSessionAgain() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    one.onRejected("key-1", Rejection.EXPIRED);
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: the driver has no newer session"
                + " yet (failed 1 time; next try at "
                + scheduler.nextDue()
                + ")");
  }

  @Test
  void passesTheDriversFailureOn() throws IOException {
    driver.grant(request -> Grants.failing(Kind.PERMANENT, "STS refused reader", "s3a://b1/data"));
    RouteCredentials one = at("b1", "data/f");
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: STS refused reader (failed 1"
                + " time; next try at "
                + scheduler.nextDue()
                + ")");
  }

  @Test
  void failsAtOnceAndSaysWhatToDoIfTheDriverHasNoRouteToTheRole() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    driver.grant(request -> SessionGrant.empty(START));
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessage(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: the driver has no route to this"
                + " role with these terms (fingerprint r1). What executors may have is what the"
                + " driver's configuration declared when the job started: if the route came with a"
                + " token, submit the job with tokens of the same configuration; else declare the"
                + " route before the job starts (failed 1 time; next try at "
                + scheduler.nextDue()
                + ")");
    assertThat(driver.requests()).hasSize(2);
  }

  @Test
  void aDriverThatCannotBeReachedMayComeBack() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    driver.grant(
        request -> {
          throw new IOException("executor 7 cannot ask its driver");
        });
    scheduler.advanceToNext();
    assertThat(driver.requests()).hasSize(3);
    assertThat(one.current().accessKeyId()).isEqualTo("key-1");
    driver.grant(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void doesNotUseTheBaseIdentityOfItsNode() throws IOException {
    S3Location location = S3Location.parse("s3a://b1/open");
    driver.grant(
        request ->
            new SessionGrant("job-1", START, List.of(new GrantedRoute.ToBase(location)), Map.of()));
    assertThatThrownBy(() -> at("b1", "open/f").current())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://b1/open is routed to the base identity, which stays on the driver, and this"
                + " process is an executor. Route it to a role that the base identity may assume");
    assertThat(at("b1", "open/f").onRejected("key-1", Rejection.EXPIRED)).isFalse();
  }

  @Test
  void startsFromAToken() throws IOException {
    sessions.accept(granting(5));
    assertThat(at("b1", "data/f").current().accessKeyId()).isEqualTo("key-5");
    assertThat(driver.requests()).isEmpty();
  }

  @Test
  void anOlderTokenDoesNotReplaceANewerSession() throws IOException {
    SessionGrant old = granting(1);
    clock.advance(Duration.ofMinutes(10));
    sessions.accept(granting(2));
    sessions.accept(old);
    assertThat(at("b1", "data/f").current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void renewsFromTokensWhereThereIsNoDriver() throws IOException {
    driver.close();
    Grants.addToken(alice, "b1", Grants.granting(1, "s3a://b1/data"));
    RouteCredentials one = at("b1", "data/f");
    assertThat(one.current().accessKeyId()).isEqualTo("key-1");
    clock.advance(Duration.ofMinutes(25));
    Grants.addToken(alice, "b1", Grants.granting(clock.instant(), 2, "s3a://b1/data"));
    scheduler.advance(Duration.ZERO);
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void saysWhatToDoWhenTheTokensSessionHasEnded() throws IOException {
    driver.close();
    Grants.addToken(alice, "b1", Grants.granting(1, "s3a://b1/data"));
    assertEndsWithItsToken(at("b1", "data/f"));
  }

  @TempDir private Path folder;

  /** What a process with a token file does through three lifetimes of sessions, and at the end. */
  @Test
  void takesItsNextSessionsFromATokenFileThatIsReplaced() throws IOException {
    driver.close();
    Path file = folder.resolve("tokens");
    PulledSessions ofFile =
        new PulledSessions(
            store,
            new GrantSource(
                alice, List.of(driver), NewerTokens.PERHAPS, TokenFiles.replaced(alice, file)),
            policy.patience(),
            clock);
    write(file, 1);
    RouteCredentials one = requireNonNull(ofFile.routes(new BucketOfSet("", "b1")).find("data/f"));
    for (int session = 1; session <= 3; session++) {
      assertThat(one.current().accessKeyId()).isEqualTo("key-" + session);
      clock.advance(Duration.ofMinutes(15));
      write(file, session + 1);
      // The renewal, before the end of the old session; the old one serves until then.
      scheduler.advance(Duration.ofMinutes(14));
    }
    assertThat(one.current().accessKeyId()).isEqualTo("key-4");
    Instant end = requireNonNull(RolecallTokens.find(alice, "b1")).firstExpiration().orElseThrow();
    scheduler.advance(Duration.between(clock.instant(), end).minusSeconds(5));
    assertThat(one.current().accessKeyId()).isEqualTo("key-4");
    scheduler.advance(Duration.ofSeconds(10));
    String replacedAt = Files.getLastModifiedTime(file).toInstant().toString();
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: its token's session ends at "
                + end
                + ", and no newer token has come: "
                + file
                + " has not been replaced since "
                + replacedAt
                + ". Whoever supplies this file has to replace it before its sessions end (rolecall"
                + " keep --token-file does), or to write tokens whose sessions last as long as the"
                + " job (fs.s3a.assumed.role.session.duration) (failed ");
    write(file, 5);
    scheduler.advance(Duration.ofSeconds(2));
    assertThat(one.current().accessKeyId()).isEqualTo("key-5");
  }

  /** What a container does: it has its first token alone, and may start when that has ended. */
  @Test
  void takesItsNextSessionsFromAMailbox() throws IOException {
    driver.close();
    MailboxWriter mailbox = Mailboxes.writer(folder, "job-1", clock);
    AtomicLong nanos = new AtomicLong();
    PulledSessions ofMailbox =
        new PulledSessions(
            store,
            new GrantSource(
                alice,
                List.of(driver),
                NewerTokens.NEVER,
                TokenFiles.replaced(alice, () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()))),
            policy.patience(),
            clock);
    alice.addCredentials(mailed(mailbox, 1));
    clock.advance(Duration.ofHours(2));
    post(mailbox, 2);
    RouteCredentials one =
        requireNonNull(ofMailbox.routes(new BucketOfSet("", "b1")).find("data/f"));
    for (int session = 2; session <= 4; session++) {
      assertThat(one.current().accessKeyId()).isEqualTo("key-" + session);
      clock.advance(Duration.ofMinutes(15));
      post(mailbox, session + 1);
      scheduler.advance(Duration.ofMinutes(14));
    }
    assertThat(one.current().accessKeyId()).isEqualTo("key-5");
    Instant end = requireNonNull(RolecallTokens.find(alice, "b1")).firstExpiration().orElseThrow();
    Instant written = end.minus(Duration.ofMinutes(30));
    scheduler.advance(Duration.between(clock.instant(), end).minusSeconds(5));
    assertThat(one.current().accessKeyId()).as("to its end").isEqualTo("key-5");
    scheduler.advance(Duration.ofSeconds(10));
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: its token's session ends at "
                + end
                + ", and no newer token has come: the mailbox "
                + mailbox
                + " has brought no session since its letter of "
                + written
                + ". It is supplied by rolecall run (a test), which has ended, or gets no sessions:"
                + " see what it printed, and start the job again under a command that lives as long"
                + " as the job (failed ");
  }

  private Credentials mailed(MailboxWriter mailbox, int session) throws IOException {
    UserGroupInformation gateway = UserGroupInformation.createRemoteUser("alice");
    Grants.addToken(gateway, "b1", Grants.granting(clock.instant(), session, "s3a://b1/data"));
    Credentials named = new Credentials();
    for (Token<?> token : gateway.getCredentials().getAllTokens()) {
      named.addToken(token.getService(), RolecallTokens.with(token, mailbox.mailbox()));
    }
    return named;
  }

  private void post(MailboxWriter mailbox, int session) throws IOException {
    mailbox.post(StoredTokens.bytes(mailed(mailbox, session)));
  }

  /** Written anew by whoever supplies it; the user has the first one from the start. */
  private void write(Path file, int session) throws IOException {
    UserGroupInformation gateway = UserGroupInformation.createRemoteUser("alice");
    Grants.addToken(gateway, "b1", Grants.granting(clock.instant(), session, "s3a://b1/data"));
    TokenFiles.write(file, gateway.getCredentials().getAllTokens().toArray(Token<?>[]::new));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if (session == 1) {
      alice.addCredentials(gateway.getCredentials());
    }
  }

  @Test
  void doesNotTakeAnEndedTokenForAWrongClock() throws IOException {
    driver.close();
    Grants.addToken(alice, "b1", Grants.granting(1, "s3a://b1/data"));
    clock.advance(Duration.ofHours(2));
    assertEndsWithItsToken(at("b1", "data/f"));
  }

  private void assertEndsWithItsToken(RouteCredentials one) {
    SessionGrant grant = Grants.granting(1, "s3a://b1/data");
    clock.advance(Duration.ofHours(2));
    scheduler.advance(Duration.ZERO);
    assertThatThrownBy(one::current)
        .isInstanceOf(SessionUnavailableException.class)
        .hasMessageStartingWith(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: its token's session ends at "
                + grant.firstExpiration().orElseThrow()
                + ", and no newer token has come. Submit the job with tokens whose sessions last as"
                + " long as it (fs.s3a.assumed.role.session.duration), or let its"
                + " processes assume the role (fs.s3a.rolecall.process=driver) (failed ");
  }

  @Test
  void passesOnWhatItWasGranted() throws IOException {
    assertThat(sessions.grant(bucket("b1"), List.of()))
        .isEqualTo(Grants.granting(clock.instant(), 1, "s3a://b1/data"));
  }

  @Test
  void isGoneOnceClosed() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    sessions.close();
    assertThatThrownBy(one::current).hasMessageEndingWith(": closed");
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void aLocationThatIsClosedToTheUserSaysWhy() throws IOException {
    S3Location location = S3Location.parse("s3a://b1/secret");
    driver.grant(
        request ->
            new SessionGrant(
                "job-1",
                START,
                List.of(new GrantedRoute.Closed(location, "s3a://b1/secret is routed for others")),
                Map.of()));
    RouteCredentials closed = at("b1", "secret/x");
    assertThat(closed).isEqualTo(new ClosedRoute("s3a://b1/secret is routed for others"));
    assertThatThrownBy(() -> closed.current())
        .isInstanceOf(ConfigException.class)
        .hasMessage("s3a://b1/secret is routed for others");
  }

  /** The n-th sessions of two roles, as of now. */
  private SessionGrant twoRoles(int session) {
    Instant end = clock.instant().plus(Duration.ofMinutes(30));
    return new SessionGrant(
        "job-1",
        clock.instant(),
        List.of(
            new GrantedRoute.ToRole(S3Location.parse("s3a://b1/data"), "r1"),
            new GrantedRoute.ToRole(S3Location.parse("s3a://b1/logs"), "r2")),
        Map.of(
            "r1", new GrantedRole(Samples.ROLE, Grants.session(session, end), null),
            "r2", new GrantedRole(Samples.OTHER_ROLE, Grants.session(100 + session, end), null)));
  }

  @Test
  void neverAsksForARoleThatNobodyUses() throws IOException {
    driver.grant(request -> twoRoles(1));
    RouteCredentials used = at("b1", "data/f");
    at("b1", "logs/f");
    for (int renewal = 2; renewal < 6; renewal++) {
      used.current();
      int number = renewal;
      driver.grant(request -> twoRoles(number));
      scheduler.advance(Duration.ofMinutes(29));
    }
    assertThat(driver.rolesAskedFor()).hasSizeGreaterThan(4).containsOnly(Set.of("r1"));
  }

  @Test
  void renewsAllRolesInUseWithOneQuestion() throws IOException {
    driver.grant(request -> twoRoles(1));
    RouteCredentials data = at("b1", "data/f");
    RouteCredentials logs = at("b1", "logs/f");
    data.current();
    logs.current();
    driver.grant(request -> twoRoles(2));
    scheduler.advanceToNext();
    assertThat(driver.rolesAskedFor())
        .containsExactly(Set.of("r1"), Set.of("r2"), Set.of("r1", "r2"));
    assertThat(data.current().accessKeyId()).isEqualTo("key-2");
    assertThat(logs.current().accessKeyId()).isEqualTo("key-102");
  }

  @Test
  void asksForTheRoutesAndRolesOfEachSetByItsName() throws IOException {
    BucketOfSet ofLake = new BucketOfSet("lake", "b1");
    RoleOfSet lakesRole = new RoleOfSet("lake", "r1");
    Instant end = clock.instant().plus(Duration.ofMinutes(30));
    GrantedBucket routes = GrantedBucket.of(granting(1), "b1");
    driver.answer(
        request ->
            new GrantAnswer(
                "job-1",
                START,
                Map.of(ofLake, routes),
                request.roles().contains(lakesRole)
                    ? Map.of(lakesRole, new RoleAnswer.Granted(Grants.session(7, end)))
                    : Map.of()));
    RouteCredentials lake = requireNonNull(sessions.routes(ofLake).find("data/f"));
    assertThat(lake.current().accessKeyId()).isEqualTo("key-7");
    driver.grant(request -> granting(1));
    assertThat(at("b1", "data/f").current().accessKeyId()).isEqualTo("key-1");
    assertThat(lake.current().accessKeyId()).isEqualTo("key-7");
    assertThat(driver.requests())
        .containsExactly(
            GrantRequest.ofPlace(ofLake),
            new GrantRequest(Set.of(), Set.of(lakesRole), Set.of()),
            forBucket("b1"),
            forRole());
  }
}
