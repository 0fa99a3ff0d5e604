package io.rolecall.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.grant.BucketOfSet;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

class RoutesAtStartTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";

  private final Configuration conf = new Configuration(false);

  private RoutesAtStart read() {
    return RoutesAtStart.read(
        List.of(RouteBook.of(conf)), HadoopUser.of(UserGroupInformation.createRemoteUser("alice")));
  }

  private void routes(String... routes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [" + String.join(", ", routes) + "]}").replace('\'', '"'));
  }

  private static List<String> told(RoutesAtStart routes, String bucket) {
    return routes.routes(new BucketOfSet("", bucket)).routes().stream()
        .map(
            route ->
                route.location()
                    + " "
                    + route.match(
                        role -> "role",
                        base -> "base",
                        anonymous -> "anonymous",
                        closed -> closed.why()))
        .sorted()
        .toList();
  }

  @Test
  void knowsTheBucketsThatAreNamedAndTheRouteOfTheOthers() {
    routes(
        "{'location': 's3a://b1/data', 'role': '" + READER + "'}",
        "{'location': 's3a://*', 'identity': 'base'}");
    RoutesAtStart routes = read();
    assertThat(told(routes, "b1")).containsExactly("s3a://b1 base", "s3a://b1/data role");
    assertThat(told(routes, "anything")).containsExactly("s3a://anything base");
    assertThat(told(routes, "not a bucket")).isEmpty();
    assertThat(routes.routes(new BucketOfSet("lake", "b1"))).isEqualTo(GrantedBucket.NONE);
  }

  @Test
  void aBucketWithoutARouteHasNone() {
    routes("{'location': 's3a://b1/data', 'role': '" + READER + "'}");
    assertThat(told(read(), "b2")).isEmpty();
  }

  @Test
  void aLocationThatIsClosedToTheUserSaysItsName() {
    routes("{'location': 's3a://*', 'role': '" + READER + "', 'users': ['bob']}");
    assertThat(told(read(), "b7"))
        .containsExactly(
            "s3a://b7 s3a://b7 is routed for users [bob] alone, and user 'alice' is not among them."
                + " Add the user or a group to a route, or a route for everybody");
  }

  @Test
  void theRoleOfEveryBucketIsCalledSo() {
    conf.set("fs.s3a.assumed.role.arn", READER);
    RoutesAtStart routes = read();
    Map<String, ?> roles = routes.routes(new BucketOfSet("", "b1")).roles();
    assertThat(roles).hasSize(1);
    RoleOfSet role = new RoleOfSet("", roles.keySet().iterator().next());
    assertThat(routes.role(role))
        .isNotNull()
        .extracting(found -> found.name())
        .isEqualTo("s3a://* -> " + READER);
    assertThat(routes.role(new RoleOfSet("lake", role.fingerprint()))).isNull();
  }

  @Test
  void optionsOfABucketMakeTheRoleOfEveryBucketAnotherOne() {
    conf.set("fs.s3a.assumed.role.arn", READER);
    conf.set("fs.s3a.bucket.my.bucket.assumed.role.session.duration", "20m");
    RoutesAtStart routes = read();
    assertThat(routes.routes(new BucketOfSet("", "my.bucket")).roles().keySet())
        .isNotEqualTo(routes.routes(new BucketOfSet("", "b2")).roles().keySet());
  }

  @Test
  void aMistakeClosesItsBucketsAlone() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "reader");
    conf.set("fs.s3a.bucket.b2.assumed.role.arn", READER);
    RoutesAtStart routes = read();
    assertThat(told(routes, "b1"))
        .containsExactly(
            "s3a://b1 fs.s3a.bucket.b1.assumed.role.arn = 'reader': 'reader' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>");
    assertThat(told(routes, "b2")).containsExactly("s3a://b2 role");
  }

  @Test
  void smallBucketsComeAlongAndGreatOnesDoNot() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", READER);
    String[] many = new String[201];
    for (int i = 0; i < many.length; i++) {
      many[i] = "{'location': 's3a://great/p" + i + "', 'role': '" + READER + "'}";
    }
    routes(many);
    assertThat(read().companions("").keySet()).containsExactly(new BucketOfSet("", "b1"));
    assertThat(read().companions("lake")).isEmpty();
  }
}
