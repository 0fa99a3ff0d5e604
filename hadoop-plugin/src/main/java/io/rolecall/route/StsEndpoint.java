package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The STS endpoint that mints a route's sessions.
 *
 * @param region the signing region; absent: the SDK's region chain
 * @param endpoint the endpoint; absent: AWS's regional endpoint
 * @param reachedAs the bucket whose own keys say how it is reached, by which proxy and with which
 *     header fields; empty: as the keys of all buckets say
 */
public record StsEndpoint(Optional<String> region, Optional<URI> endpoint, String reachedAs) {

  private static final Duration AWS_SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Checks that nothing is null. */
  public StsEndpoint {
    requireNonNull(region, "region");
    requireNonNull(endpoint, "endpoint");
    requireNonNull(reachedAs, "reachedAs");
  }

  /**
   * An endpoint that is reached as the keys of all buckets say.
   *
   * @param region the signing region; absent: the SDK's region chain
   * @param endpoint the endpoint; absent: AWS's regional endpoint
   */
  public StsEndpoint(Optional<String> region, Optional<URI> endpoint) {
    this(region, endpoint, "");
  }

  /**
   * Checks a session duration against what this endpoint grants. AWS grants 15 minutes to 12 hours;
   * S3-compatible stores may grant shorter sessions.
   */
  void checkDuration(Duration duration) {
    Duration shortest = isAws() ? AWS_SHORTEST : Duration.ofSeconds(1);
    if (duration.compareTo(shortest) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new InvalidRouteException(
          "session duration "
              + duration.toSeconds()
              + " s is out of range: expected "
              + shortest.toSeconds()
              + " to "
              + LONGEST.toSeconds()
              + " s");
    }
  }

  private boolean isAws() {
    return endpoint.map(URI::getHost).map(host -> AwsPartition.of(host).isPresent()).orElse(true);
  }
}
