package io.rolecall.metrics;

import static java.util.Objects.requireNonNull;

/**
 * What requests by one route have been through.
 *
 * @param route location and role, {@code s3a://bucket/prefix -> role}
 * @param requests how many were answered, repeated ones included
 * @param bytesRead bytes of the answers' bodies, as their heads tell; of a stream that is left
 *     early, more than was read
 * @param bytesWritten bytes of the requests' bodies
 * @param repeated how many met an expired session and were signed again
 * @param denied how many the store has denied
 */
public record RouteNumbers(
    String route, long requests, long bytesRead, long bytesWritten, long repeated, long denied) {

  private static final String ARROW = " -> ";

  /** Checks that there is a route. */
  public RouteNumbers {
    requireNonNull(route, "route");
  }

  /**
   * Of several processes together.
   *
   * @param other the same route's numbers elsewhere
   * @return the sums, at most {@link Long#MAX_VALUE}: what an executor claims makes none negative
   */
  public RouteNumbers and(RouteNumbers other) {
    return new RouteNumbers(
        route,
        sum(requests, other.requests),
        sum(bytesRead, other.bytesRead),
        sum(bytesWritten, other.bytesWritten),
        sum(repeated, other.repeated),
        sum(denied, other.denied));
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * Where.
   *
   * @return the location
   */
  public String location() {
    int arrow = route.indexOf(ARROW);
    return arrow < 0 ? route : route.substring(0, arrow);
  }

  /**
   * Who signs.
   *
   * @return the role, or the base identity; empty if it is not told
   */
  public String role() {
    return roleOf(route);
  }

  static String roleOf(String route) {
    int arrow = route.lastIndexOf(ARROW);
    return arrow < 0 ? "" : route.substring(arrow + ARROW.length());
  }
}
