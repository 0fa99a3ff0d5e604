package io.rolecall.delegation;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.Caller;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RouteBook;
import io.rolecall.config.RoutedBucket;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.session.Refusal;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionStore;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PulledSessionsTest {

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final FakeChannel driver = new FakeChannel(request -> granting(1));
  private final SessionStore store =
      new SessionStore(
          new RenewalPolicy(
              0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(50)),
          clock,
          scheduler,
          Runnable::run);
  private final PulledSessions sessions =
      new PulledSessions(store, new GrantSource(alice, List.of(driver), false), clock);

  /** The n-th session for b1/data and b2, as of now. */
  private SessionGrant granting(int session) {
    return Grants.granting(clock.instant(), session, "s3a://b1/data", "s3a://b2");
  }

  private static RoutedBucket bucket(String name) {
    return RouteBook.of(new Configuration(false)).of(name, Caller.current());
  }

  private RouteCredentials at(String bucket, String key) throws IOException {
    RouteTable<RouteCredentials> table = sessions.routes(bucket(bucket));
    return requireNonNull(table.find(key), () -> key + " in " + table);
  }

  @Test
  void takesRoutesAndSessionsFromTheDriver() throws IOException {
    assertThat(at("b1", "data/f").current().accessKeyId()).isEqualTo("key-1");
    assertThat(sessions.routes(bucket("b1")).find("other")).isNull();
    assertThat(driver.requests()).containsExactly(new GrantRequest(Set.of("b1"), Set.of()));
  }

  @Test
  void needsNotAskForBucketsThatCameAlong() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    assertThat(at("b2", "x")).isEqualTo(one).hasToString(one.toString());
    assertThat(one).hasToString("s3a://b1/data -> arn:aws:iam::111122223333:role/reader");
    assertThat(driver.requests()).hasSize(1);
  }

  @Test
  void hasNoRoutesOfABucketThatTheDriverDoesNotKnow() throws IOException {
    assertThat(sessions.routes(bucket("b3")).isEmpty()).isTrue();
  }

  @Test
  void renewsAllBucketsWithOneQuestion() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    driver.answer(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
    assertThat(driver.requests().get(1)).isEqualTo(new GrantRequest(Set.of("b1", "b2"), Set.of()));
  }

  @Test
  void keepsItsSessionUntilTheDriverHasTheNext() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    SessionGrant first = granting(1);
    driver.answer(request -> first);
    scheduler.advanceToNext();
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-1");
    assertThat(driver.requests()).hasSize(3);
    driver.answer(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void tellsTheDriverOfARejectedSession() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    assertThat(one.refused("key-1", Refusal.EXPIRED)).isTrue();
    driver.answer(request -> granting(2));
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
    assertThat(driver.requests().get(1))
        .isEqualTo(new GrantRequest(Set.of("b1", "b2"), Set.of("key-1")));
  }

  @Test
  void doesNotTakeTheRejectedSessionAgain() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.refused("key-1", Refusal.EXPIRED);
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
    driver.answer(request -> Grants.failing(Kind.PERMANENT, "STS refused reader", "s3a://b1/data"));
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
  void saysThatTheDriverNoLongerKnowsTheRole() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    driver.answer(request -> SessionGrant.empty(START));
    one.refused("key-1", Refusal.EXPIRED);
    assertThatThrownBy(one::current)
        .hasMessageStartingWith(
            "s3a://b1/data -> arn:aws:iam::111122223333:role/reader: the driver has no session of"
                + " this role (failed 1 time; ");
  }

  @Test
  void aDriverThatCannotBeReachedMayComeBack() throws IOException {
    RouteCredentials one = at("b1", "data/f");
    one.current();
    driver.answer(
        request -> {
          throw new IOException("executor 7 cannot ask its driver");
        });
    scheduler.advanceToNext();
    assertThat(driver.requests()).hasSize(2);
    assertThat(one.current().accessKeyId()).isEqualTo("key-1");
    driver.answer(request -> granting(2));
    scheduler.advanceToNext();
    assertThat(one.current().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void doesNotUseTheBaseIdentityOfItsNode() throws IOException {
    S3Location location = S3Location.parse("s3a://b1/open");
    driver.answer(
        request ->
            new SessionGrant("job-1", START, List.of(new GrantedRoute.ToBase(location)), Map.of()));
    assertThatThrownBy(() -> at("b1", "open/f").current())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://b1/open is routed to the base identity, which stays on the driver, and this"
                + " process is an executor. Route it to a role that the base identity may assume");
    assertThat(at("b1", "open/f").refused("key-1", Refusal.EXPIRED)).isFalse();
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
    assertThat(sessions.grant(bucket("b1"))).isEqualTo(granting(1));
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
    driver.answer(
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
}
