package io.rolecall.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.session.SessionUnavailableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.model.S3Exception;

class BucketRoutesTest {

  /** Credentials that several locations may share, and that know the first of them alone. */
  private record Shared(String first, String identity, boolean isReady)
      implements RouteCredentials {

    @Override
    public AwsCredentialsIdentity current() {
      throw new AssertionError("nobody signs here");
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      return false;
    }

    @Override
    public String toString() {
      return first + " -> " + identity;
    }
  }

  private static final RouteCredentials ONE = new Shared("s3a://b1/a", "role-1", true);
  private static final RouteCredentials TWO = new Shared("s3a://b1/c", "role-2", false);

  private final BucketRoutes routes =
      new BucketRoutes(
          RouteTable.ofPrefixes("b1", Map.of("a", ONE, "b", ONE, "c", TWO, "a/n", TWO)));

  @Test
  void findsTheLocationThatWasTouchedAmongThoseOfARole() {
    assertThat(routes.find("a/x")).hasToString("s3a://b1/a -> role-1");
    assertThat(routes.find("b/x")).hasToString("s3a://b1/b -> role-1");
    assertThat(routes.find("a/x").isServedWith(routes.find("b/x"))).isTrue();
    assertThat(routes.find("a/x").isServedWith(routes.find("a/n/x"))).isFalse();
  }

  @Test
  void tellsAFailureOfTheLocationThatWasTouched() {
    RoutedLocation touched = routes.find("b/x");
    assertThat(
            touched.explain(
                new SessionUnavailableException("s3a://b1/a -> role-1: no session yet", null)))
        .isEqualTo("s3a://b1/b -> role-1: no session yet");
    assertThat(touched.explain(new IllegalStateException("something else")))
        .isEqualTo("something else");
  }

  @Test
  void refusesAKeyWithoutARoute() {
    assertThatThrownBy(() -> routes.find("x"))
        .isInstanceOf(S3Exception.class)
        .hasMessageStartingWith(
            "no route for s3a://b1/x: the bucket is routed by prefix alone (s3a://b1[a, a/n, b,"
                + " c]); add a route that covers it");
    assertThat(routes.isReady("x")).isFalse();
    assertThat(routes.isReady("c/x")).isFalse();
    assertThat(routes.isReady("b/x")).isTrue();
  }

  @Test
  void findsOneRouteForAllKeysOrRefuses() {
    assertThat(routes.findForAll(List.of("b/x", "a/x"))).hasToString("s3a://b1/b -> role-1");
    assertThatThrownBy(() -> routes.findForAll(List.of("b/x", "c/x")))
        .hasMessageStartingWith(
            "a bulk delete of keys of two routes: s3a://b1/b/x (role-1) and s3a://b1/c/x (role-2)");
  }

  @Test
  void namesBothLocationsOfATreeThatNoRoleMayMove() {
    assertThat(routes.crossing("b/x", "a/x")).isEmpty();
    assertThat(routes.crossing("b/x", "c/x"))
        .contains("s3a://b1/b -> role-1 and s3a://b1/c -> role-2");
    assertThat(routes.crossing("a", "b/y"))
        .contains("s3a://b1/a/n -> role-2 and s3a://b1/b -> role-1");
    assertThat(routes.crossing("b", "a"))
        .contains("s3a://b1/b -> role-1 and s3a://b1/a/n -> role-2");
    assertThat(routes.crossing("b", "x"))
        .contains("s3a://b1/b -> role-1 and s3a://b1/x without a route");
  }
}
