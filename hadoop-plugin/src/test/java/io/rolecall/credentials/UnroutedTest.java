package io.rolecall.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.NamedClient;
import io.rolecall.route.S3Location;
import org.junit.jupiter.api.Test;

class UnroutedTest {

  @Test
  void namesEachWayToAddARoute() {
    assertThat(Unrouted.because("b1"))
        .isEqualTo(
            "no route: Rolecall uses no identity that is not routed. Add a route for s3a://b1 to"
                + " fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                + " fs.s3a.bucket.b1.assumed.role.arn");
    assertThat(Unrouted.named("b1")).isEqualTo("s3a://b1: " + Unrouted.because("b1"));
    assertThat(Unrouted.named(new S3Location("b1", "in")))
        .isEqualTo(
            "s3a://b1/in: no route: Rolecall uses no identity that is not routed. Add a route for"
                + " s3a://b1/in to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                + " fs.s3a.bucket.b1.assumed.role.arn");
  }

  @Test
  void aClientHasNoKeyOfABucket() {
    assertThat(Unrouted.named(new NamedClient("events")))
        .isEqualTo(
            "no route has \"client\": \"events\": Rolecall uses no identity that is not routed. Add"
                + " one to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file");
  }
}
