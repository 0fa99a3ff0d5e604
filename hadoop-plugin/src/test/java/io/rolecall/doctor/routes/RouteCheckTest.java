package io.rolecall.doctor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What {@code rolecall check} sees of a bucket's routes without asking anybody. */
class RouteCheckTest {

  private static final String ROLE = "arn:aws:iam::111111111111:role/one";

  private final Configuration conf = new Configuration();

  private List<CheckStep> routes(String... entries) {
    conf.set(
        "fs.s3a.rolecall.routes", "{\"version\":1,\"routes\":[" + String.join(",", entries) + "]}");
    return RouteCheck.check(conf, RouteBook.of(conf).of("b1", HadoopUser.current()));
  }

  private static String route(String location, String role) {
    return "{\"location\":\"" + location + "\",\"role\":\"" + role + "\"}";
  }

  @Test
  void soundRoutesAreCounted() {
    assertThat(routes(route("s3a://b1", ROLE), route("s3a://b1/x", ROLE + "2")))
        .containsExactly(CheckStep.ok("routes", "s3a://b1: 2 routes"));
  }

  @Test
  void aRouteThatMakesNoDifferenceIsTold() {
    assertThat(routes(route("s3a://b1", ROLE), route("s3a://b1/x/y", ROLE)))
        .containsExactly(
            CheckStep.warning(
                "routes",
                "s3a://b1/x/y makes no difference: s3a://b1 says the same",
                "Remove it, or give it its own role"));
  }

  @Test
  void unreachableRoutesAreTold() {
    assertThat(routes(route("s3a://b1/x//y", ROLE)))
        .extracting(CheckStep::detail)
        .containsExactly(
            "s3a://b1/x//y cannot be reached: Hadoop's paths have no empty parts ('//')");
    assertThat(routes(route("s3a://b1/x/*", ROLE)))
        .extracting(CheckStep::outcome)
        .containsExactly(Outcome.FAILED);
    assertThat(routes(route("s3a://b1/a%20b", ROLE)))
        .extracting(CheckStep::detail)
        .containsExactly("s3a://b1/a%20b is taken as it is written, without percent-decoding");
  }

  @Test
  void anExternalIdThatIsNotSentIsTold() {
    conf.set("fs.s3a.assumed.role.external.id", "id-1");
    assertThat(routes(route("s3a://b1", ROLE)))
        .containsExactly(
            CheckStep.warning(
                "routes",
                "fs.s3a.assumed.role.external.id is set, but not sent for s3a://b1: an external id"
                    + " belongs to one role",
                "Write it into the route, as \"externalId\""));
  }

  @Test
  void anExternalIdOfABucketThatIsNotSentIsToldByItsKey() {
    conf.set("fs.s3a.bucket.b1.assumed.role.external.id", "id-1");
    assertThat(routes(route("s3a://b1", ROLE)))
        .containsExactly(
            CheckStep.warning(
                "routes",
                "fs.s3a.bucket.b1.assumed.role.external.id is set, but not sent for s3a://b1: an"
                    + " external id belongs to one role",
                "Write it into the route, as \"externalId\""));
  }
}
