package io.rolecall.grant;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.driver.Grants;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionGrantTest {

  private static @Nullable Session sessionOf(SessionGrant grant) {
    GrantedRole role = grant.roles().get("r1");
    return role == null ? null : role.session();
  }

  @Test
  void joinsRoutes() {
    SessionGrant joined = Grants.granting(1, "s3a://b1").and(Grants.granting(2, "s3a://b2"));
    assertThat(joined.routes()).extracting(GrantedRoute::place).hasToString("[s3a://b1, s3a://b2]");
  }

  @Test
  void aSessionWinsOverNoneAndTheLaterOverTheEarlier() {
    SessionGrant none = Grants.failing(Kind.TRANSIENT, "STS is down", "s3a://b1");
    SessionGrant first = Grants.granting(1, "s3a://b1");
    SessionGrant second = Grants.granting(2, "s3a://b1");
    assertThat(sessionOf(none.and(first))).isEqualTo(sessionOf(first));
    assertThat(sessionOf(first.and(none))).isEqualTo(sessionOf(first));
    assertThat(sessionOf(first.and(second))).isEqualTo(sessionOf(second));
    assertThat(sessionOf(none.and(none))).isNull();
  }

  @Test
  void knowsWhenTheFirstOfItsSessionsEnds() {
    assertThat(Grants.granting(1, "s3a://b1").firstExpiration())
        .contains(START.plus(Duration.ofMinutes(30)));
    assertThat(SessionGrant.empty(START).firstExpiration()).isEmpty();
    assertThat(Grants.failing(Kind.TRANSIENT, "x", "s3a://b1").firstExpiration()).isEmpty();
    assertThat(SessionGrant.empty(START).routes()).isEqualTo(List.of());
  }
}
