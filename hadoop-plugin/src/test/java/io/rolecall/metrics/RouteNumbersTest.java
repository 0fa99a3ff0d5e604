package io.rolecall.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteNumbersTest {

  @Test
  void severalProcessesAreAddedUp() {
    assertThat(
            new RouteNumbers("s3a://a -> r", 1, 2, 3, 4, 5)
                .and(new RouteNumbers("s3a://a -> r", 10, 20, 30, 40, 50)))
        .isEqualTo(new RouteNumbers("s3a://a -> r", 11, 22, 33, 44, 55));
  }

  @Test
  void claimsAreAddedUpToTheGreatestNumberAndNeverBelowNone() {
    RouteNumbers most = new RouteNumbers("s3a://a -> r", Long.MAX_VALUE, 1, 1, 1, Long.MAX_VALUE);
    assertThat(most.and(most))
        .isEqualTo(new RouteNumbers("s3a://a -> r", Long.MAX_VALUE, 2, 2, 2, Long.MAX_VALUE));
  }
}
