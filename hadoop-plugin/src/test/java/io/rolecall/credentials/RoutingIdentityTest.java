package io.rolecall.credentials;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.Samples;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RoutingIdentityTest {

  /** Other credentials at each question. */
  private record Changing(Queue<AwsCredentialsIdentity> next) implements RouteCredentials {

    static Changing of(AwsCredentialsIdentity... all) {
      return new Changing(new ArrayDeque<>(List.of(all)));
    }

    @Override
    public AwsCredentialsIdentity current() {
      return next.remove();
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      return false;
    }
  }

  private static RoutingIdentity identity(String prefix, RouteCredentials credentials) {
    return RoutingIdentities.of(RouteTable.ofPrefixes("b1", Map.of(prefix, credentials)));
  }

  @Test
  void isASessionOfTheBucketsOwnRouteForClientsThatDoNotRoute() {
    RoutingIdentity identity =
        identity("", Changing.of(AwsSessionCredentials.create("key-1", "secret-1", "token-1")));
    assertThat(identity.accessKeyId()).isEqualTo("key-1");
    assertThat(identity.secretAccessKey()).isEqualTo("secret-1");
    assertThat(identity.sessionToken()).isEqualTo("token-1");
  }

  @Test
  void doesNotMixTwoSessions() {
    RoutingIdentity identity =
        identity(
            "",
            Changing.of(
                AwsSessionCredentials.create("key-1", "secret-1", "token-1"),
                AwsSessionCredentials.create("key-2", "secret-2", "token-2")));
    assertThat(identity.sessionToken()).isEqualTo("token-1");
    assertThat(identity.accessKeyId()).isEqualTo("key-1");
    assertThat(identity.secretAccessKey()).isEqualTo("secret-1");
  }

  @Test
  void hasNoSessionTokenWhereTheRouteHasNone() {
    RoutingIdentity identity =
        identity("", Changing.of(AwsBasicCredentials.create("base-key", "base-secret")));
    assertThat(identity.sessionToken()).isNull();
    assertThat(identity.accessKeyId()).isEqualTo("base-key");
  }

  @Test
  void isNobodyWherePrefixesAloneAreRouted() {
    RoutingIdentity identity =
        identity("data", Changing.of(AwsBasicCredentials.create("key", "secret")));
    assertThatThrownBy(identity::accessKeyId)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403))
        .hasMessageStartingWith(
            "a client that signs by itself (KMS?) needs a route of the bucket s3a://b1 itself, which"
                + " has routes for prefixes only: s3a://b1[data]");
  }

  @Test
  void roleCredentialsAreTheSessionAsTheSdkSeesIt() {
    var live =
        new SessionStore(
                new RenewalPolicy(
                    0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new FakeClock(),
                new FakeScheduler(new FakeClock()),
                Runnable::run)
            .session(
                "key", "s3a://b1 -> reader", rejected -> Samples.session(1, START.plusSeconds(60)));
    var current = new RoleCredentials(live, "reader").current();
    assertThat(current.accessKeyId()).isEqualTo("key-1");
    assertThat(current.secretAccessKey()).isEqualTo("secret-1");
    assertThat(current.sessionToken()).isEqualTo("token-1");
  }
}
