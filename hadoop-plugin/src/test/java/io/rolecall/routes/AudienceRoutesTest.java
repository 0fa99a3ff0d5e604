package io.rolecall.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes for users and groups, as the JSON has them. */
class AudienceRoutesTest {

  private final Configuration conf = new Configuration(false);
  private final List<String> routes = new ArrayList<>();

  private void route(String location, String role, String audience) {
    routes.add(
        "{'location': '%s', 'role': 'arn:aws:iam::111122223333:role/%s'%s}"
            .formatted(location, role, audience.isEmpty() ? "" : ", " + audience));
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(", ", routes) + "]}").replace('\'', '"'));
  }

  private RoutedBucket config(HadoopUser caller) {
    return RouteBook.of(conf).of("data", caller);
  }

  private Access access(HadoopUser caller, String key) {
    RouteTable<Route> table = config(caller).routes();
    return requireNonNull(table.find(key)).access();
  }

  private void everyKind() {
    route("s3a://data", "everybody", "");
    route("s3a://data", "analysts", "'groups': ['analysts']");
    route("s3a://data", "alice", "'users': ['alice']");
    route("s3a://data/secret", "alice-secret", "'users': ['alice'], 'groups': ['board']");
  }

  @ParameterizedTest
  @CsvSource({
    // user, group, key, the role
    "alice, analysts, x,        alice",
    "alice, none,     x,        alice",
    "bob,   analysts, x,        analysts",
    "bob,   none,     x,        everybody",
    "alice, none,     secret/x, alice-secret",
    "carol, board,    secret/x, alice-secret",
    "bob,   none,     secretly, everybody",
  })
  void theUserGoesBeforeTheGroupBeforeEverybody(
      String user, String group, String key, String role) {
    everyKind();
    assertThat(access(HadoopUser.of(user, group), key))
        .hasToString("arn:aws:iam::111122223333:role/" + role);
  }

  @Test
  void aLocationForOthersIsClosedAndDoesNotFallToTheOneAroundIt() {
    everyKind();
    assertThat(access(HadoopUser.of("bob", "analysts"), "secret/x"))
        .isEqualTo(
            new Access.Nobody(
                "s3a://data/secret is routed for users [alice] and groups [board] alone, and user"
                    + " 'bob' (groups [analysts]) is not among them. Add the user or a group to a"
                    + " route, or a route for everybody"));
  }

  @Test
  void groupsAreNotLookedUpWhereNoRouteAsksForThem() {
    route("s3a://data", "alice", "'users': ['alice']");
    assertThat(access(HadoopUser.of("bob", "analysts"), "x"))
        .isEqualTo(
            new Access.Nobody(
                "s3a://data is routed for users [alice] alone, and user 'bob' is not among them. Add"
                    + " the user or a group to a route, or a route for everybody"));
  }

  @Test
  void theRoleOfTheKeysIsEverybodys() {
    route("s3a://data", "alice", "'users': ['alice']");
    conf.set("fs.s3a.bucket.data.assumed.role.arn", "arn:aws:iam::111122223333:role/everybody");
    assertThat(access(HadoopUser.of("alice"), "x"))
        .hasToString("arn:aws:iam::111122223333:role/alice");
    assertThat(access(HadoopUser.of("bob"), "x"))
        .hasToString("arn:aws:iam::111122223333:role/everybody");
  }

  @Test
  void aKeyForAllBucketsDoesNotOpenABucketThatIsRoutedForOthers() {
    route("s3a://data", "alice", "'users': ['alice']");
    conf.set("fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/default");
    assertThat(access(HadoopUser.of("bob"), "x")).isInstanceOf(Access.Nobody.class);
  }

  @Test
  void refusesGroupsThatOverlapForTheCaller() {
    route("s3a://data", "one", "'groups': ['analysts']");
    route("s3a://data", "two", "'groups': ['editors', 'interns']");
    assertThat(access(HadoopUser.of("bob", "editors"), "x"))
        .hasToString("arn:aws:iam::111122223333:role/two");
    assertThatThrownBy(() -> config(HadoopUser.of("bob", "analysts", "interns")).routes())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "user 'bob' is in the groups of two routes for s3a://data:"
                + " arn:aws:iam::111122223333:role/one (groups [analysts]) and"
                + " arn:aws:iam::111122223333:role/two (groups [editors, interns]). Add a route for"
                + " the user, or keep one (from fs.s3a.rolecall.routes and"
                + " fs.s3a.assumed.role.arn)");
  }

  @Test
  void aRouteOfTheUsersOwnSettlesWhatGroupsLeaveOpen() {
    route("s3a://data", "one", "'groups': ['analysts']");
    route("s3a://data", "two", "'groups': ['interns']");
    route("s3a://data", "bob", "'users': ['bob']");
    assertThat(access(HadoopUser.of("bob", "analysts", "interns"), "x"))
        .hasToString("arn:aws:iam::111122223333:role/bob");
  }

  @ParameterizedTest
  @CsvSource({
    "users,  bob,      ' and user ''bob'''",
    "groups, analysts, ' and group ''analysts'''",
  })
  void refusesANameInTwoRoutesOfALocation(String field, String name, String said) {
    route("s3a://data", "one", "'" + field + "': ['" + name + "']");
    route("s3a://data", "two", "'" + field + "': ['other', '" + name + "']");
    assertThatThrownBy(() -> config(HadoopUser.of("carol")).routes())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "two routes for s3a://data"
                + said
                + ": arn:aws:iam::111122223333:role/one and arn:aws:iam::111122223333:role/two; keep"
                + " one (from fs.s3a.rolecall.routes and fs.s3a.assumed.role.arn)");
  }

  @Test
  void refusesAnEmptyName() {
    route("s3a://data", "one", "'users': [' ']");
    assertThatThrownBy(() -> config(HadoopUser.of("bob")).routes())
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.rolecall.routes: route of s3a://data: an empty name in 'users'");
  }

  @Test
  void tellsWhatIsForOthers() {
    everyKind();
    assertThat(config(HadoopUser.of("bob", "analysts")).passedOver())
        .extracting(passed -> passed.access() + " " + passed.reason())
        .containsExactly(
            "arn:aws:iam::111122223333:role/everybody is for everybody, and another names the"
                + " caller more closely",
            "arn:aws:iam::111122223333:role/alice is for users [alice]",
            "arn:aws:iam::111122223333:role/alice-secret is for users [alice] and groups [board]");
  }
}
