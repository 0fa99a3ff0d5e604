package io.rolecall.token;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLocationsTest {

  private static final String CLOSED =
      "the token of s3a://b1 was made for %s alone. Name this location too in"
          + " fs.s3a.rolecall.token.locations where the job is submitted";

  private static GrantedRoute to(String location, String role) {
    return new GrantedRoute.ToRole(S3Location.parse(location), role);
  }

  private static final GrantedRole HAD =
      new GrantedRole(Samples.ROLE, Samples.session(1, START.plusSeconds(900)), null);

  private static final GrantedRole GONE =
      new GrantedRole(
          Samples.OTHER_ROLE, null, new SessionException(Kind.PERMANENT, "it is not there", null));

  /** A bucket of nested routes, and one of another bucket. */
  private static final SessionGrant ALL =
      new SessionGrant(
          "job-1",
          START,
          List.of(
              to("s3a://b1/a", "had"),
              to("s3a://b1/a/deep", "gone"),
              to("s3a://b1/gone", "gone"),
              new GrantedRoute.Closed(S3Location.parse("s3a://b1/theirs"), "it is theirs"),
              to("s3a://b2", "other")),
          Map.of("had", HAD, "gone", GONE, "other", HAD));

  private static SessionGrant carried(String... named) throws IOException {
    return new TokenLocations("b1", List.of(named).stream().map(S3Location::parse).toList())
        .carried(ALL);
  }

  private static RouteTable<GrantedRoute> table(SessionGrant grant) {
    return RouteTable.ofPrefixes("b1", GrantedRoute.byPrefix(grant.routes(), "b1"));
  }

  @Test
  void withoutANameAllOfTheBucketIsCarriedAndNothingElse() throws IOException {
    assertThat(carried().routes()).hasSize(4);
    assertThat(carried().roles()).containsOnlyKeys("had", "gone");
  }

  @Test
  void aNamedPlaceComesWithWhatLiesBelowIt() throws IOException {
    SessionGrant grant = carried("s3a://b1/a");
    assertThat(grant.roles()).containsOnlyKeys("had", "gone");
    assertThat(table(grant).find("a/deep/f")).isEqualTo(to("s3a://b1/a/deep", "gone"));
  }

  /** Or a request would be signed by the role of what surrounds it. */
  @Test
  void aRouteThatIsNotCarriedIsClosedAndNotAPartOfItsSurroundings() throws IOException {
    SessionGrant grant = carried("s3a://b1/a/f");
    assertThat(grant.roles()).containsOnlyKeys("had");
    assertThat(table(grant).find("a/f/x")).isEqualTo(to("s3a://b1/a", "had"));
    String closed = CLOSED.formatted("[s3a://b1/a/f]");
    assertThat(table(grant).find("a/deep/f"))
        .isEqualTo(new GrantedRoute.Closed(S3Location.parse("s3a://b1/a/deep"), closed));
    assertThat(table(grant).find("gone/f"))
        .isEqualTo(new GrantedRoute.Closed(S3Location.parse("s3a://b1"), closed));
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b1/gone/x, it is not there",
    "s3a://b1/a/deep, it is not there",
    "s3a://b1/theirs, it is theirs",
    "s3a://b1/nowhere, no route",
  })
  void aNamedPlaceHasToBeHad(String location, String why) {
    assertThatThrownBy(() -> carried("s3a://b1/a", location))
        .isInstanceOf(IOException.class)
        .hasMessage(location + ", which fs.s3a.rolecall.token.locations names: " + why);
  }

  @Test
  void aTokenThatCouldCarryNoSessionIsNone() {
    SessionGrant none =
        new SessionGrant("", START, List.of(to("s3a://b1", "gone")), Map.of("gone", GONE));
    assertThatThrownBy(() -> new TokenLocations("b1", List.of()).carried(none))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not there");
  }

  /** Whoever has a token of it already goes on with the rest, and is told the reason. */
  @Test
  void whatTakesATokensPlaceHasAllThatCanBeHad() throws IOException {
    TokenLocations named =
        new TokenLocations(
            "b1", List.of(S3Location.parse("s3a://b1/a"), S3Location.parse("s3a://b1/gone")));
    assertThatThrownBy(() -> named.carried(ALL)).hasMessageContaining("it is not there");
    SessionGrant grant = named.carriedAgain(ALL);
    assertThat(grant.roles()).containsOnlyKeys("had", "gone").containsEntry("gone", GONE);
    assertThat(table(grant).find("gone/f")).isEqualTo(to("s3a://b1/gone", "gone"));
    SessionGrant lost =
        new SessionGrant("job-1", START, ALL.routes(), Map.of("had", GONE, "gone", GONE));
    assertThat(named.carriedAgain(lost).roles()).containsOnlyKeys("had", "gone");
    assertThat(named.carriedAgain(ALL).routes())
        .as("the same routes as at first")
        .isEqualTo(
            new TokenLocations("b1", named.named())
                .carried(
                    new SessionGrant("job-1", START, ALL.routes(), Map.of("had", HAD, "gone", HAD)))
                .routes());
  }
}
