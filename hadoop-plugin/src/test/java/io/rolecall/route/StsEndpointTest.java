package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsEndpointTest {

  private static StsEndpoint endpoint(String uri) {
    return new StsEndpoint(Optional.of("eu-west-1"), Optional.ofNullable(uri).map(URI::create));
  }

  @ParameterizedTest
  @CsvSource({
    ",                                     900",
    ",                                     43200",
    "https://sts.eu-west-1.amazonaws.com,  900",
    "https://sts.cn-north-1.amazonaws.com.cn, 900",
    "https://ceph.example.org:8000,        1",
    "http://localhost:9000,                43200",
  })
  void grantsDurationsFromItsShortestToItsLongest(String uri, long seconds) {
    assertThatCode(() -> endpoint(uri).checkDuration(Duration.ofSeconds(seconds)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    ",                                     899,   900",
    ",                                     43201, 900",
    "https://sts.eu-west-1.amazonaws.com,  899,   900",
    "https://STS.EU-WEST-1.AMAZONAWS.COM,  899,   900",
    "https://sts.cn-north-1.amazonaws.com.cn, 60, 900",
    "https://sts.eusc-de-east-1.amazonaws.eu, 60, 900",
    "https://sts.us-iso-east-1.c2s.ic.gov, 60, 900",
    "https://sts.eu-west-1.api.aws,        60, 900",
    "https://ceph.example.org:8000,        0,     1",
    "http://localhost:9000,                43201, 1",
    "https://amazonaws.com.example.org,    0,     1",
  })
  void refusesADurationOutsideOfItsRange(String uri, long seconds, long shortest) {
    assertThatThrownBy(() -> endpoint(uri).checkDuration(Duration.ofSeconds(seconds)))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "session duration "
                + seconds
                + " s is out of range: expected "
                + shortest
                + " to 43200 s");
  }
}
