package io.rolecall.route;

import io.rolecall.route.AwsHost.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How requests say that they are of one bucket.
 *
 * <p>A request carries a host and a path, and there are many ways to write a bucket into them. Of a
 * host of Amazon's, S3's own grammar tells whether a bucket stands in it. Of any other host, the
 * endpoint tells, which is the client's own word: a host that equals it has the bucket in its path;
 * a host that ends in it has the bucket in front. What is neither is not of this bucket.
 * Thread-safe.
 */
public final class BucketAddress {

  /** The key does not start anywhere: not a request of the bucket. */
  public static final int ELSEWHERE = -1;

  private static final Pattern ACCESS_POINT =
      Pattern.compile(
          "arn:[^:]+:s3[a-z-]*:[^:]+:(?<account>\\d+)"
              + ":(?:outpost[:/](?<outpost>[^:/]+)[:/])?accesspoint[:/](?<name>[^:/]+)");

  /**
   * What requests to one host have in common.
   *
   * @param host the host, as requests write it
   * @param start the path of the bucket; null if the host does not serve it
   */
  private record Place(String host, @Nullable String start) {}

  private final String bucket;
  private final @Nullable String endpointHost;
  private final String basePath;
  private final @Nullable String accessPoint;

  /** The bucket, or what names the access point in a host. */
  private final String own;

  /** The host of the last request: most have the same. Lost updates cost a second look alone. */
  private Place last = new Place("", null);

  private BucketAddress(
      String bucket, @Nullable URI endpoint, @Nullable String accessPoint, String own) {
    this.bucket = bucket;
    this.endpointHost = endpoint == null ? null : normal(endpoint.getHost());
    this.basePath = endpoint == null ? "" : basePath(endpoint);
    this.accessPoint = accessPoint;
    this.own = own;
  }

  /**
   * The address of a bucket.
   *
   * @param bucket the bucket
   * @param endpoint where the client sends its requests; null if the SDK chooses among Amazon's
   * @param accessPoint the ARN of the access point that stands for the bucket; null if there is
   *     none
   * @return the address
   * @throws InvalidRouteException if requests to that endpoint could not be told apart; the message
   *     says why, not where that was set
   */
  public static BucketAddress of(
      String bucket, @Nullable URI endpoint, @Nullable String accessPoint) {
    if (endpoint != null) {
      check(endpoint);
    }
    return new BucketAddress(
        bucket, endpoint, accessPoint, accessPoint == null ? bucket : nameInHosts(accessPoint));
  }

  private static void check(URI endpoint) {
    if (endpoint.getHost() == null) {
      throw new InvalidRouteException("has no host: expected http://host or https://host");
    }
    if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
      throw new InvalidRouteException(
          "has a query or a fragment, which would be part of each request. Remove it");
    }
    AwsHost aws = AwsHost.parse(normal(endpoint.getHost()));
    if (aws != null && !aws.name().isEmpty()) {
      throw new InvalidRouteException(
          "names '" + aws.name() + "' before the host of S3, which S3A does by itself. Remove it");
    }
    if (aws != null && !basePath(endpoint).isEmpty()) {
      throw new InvalidRouteException(
          "has a path, which S3 would take for a bucket or a key. Remove it");
    }
  }

  private static String nameInHosts(String accessPoint) {
    Matcher arn = ACCESS_POINT.matcher(accessPoint);
    if (!arn.matches()) {
      throw new InvalidRouteException(
          "is not an access point of one region: expected"
              + " arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME");
    }
    String name = arn.group("name") + "-" + arn.group("account");
    return arn.group("outpost") == null ? name : name + "." + arn.group("outpost");
  }

  /**
   * Whether a path-style request to the endpoint could be one to a host of the bucket: a store may
   * read it so, and see another key.
   *
   * @return true if the endpoint's host begins with the bucket's name
   */
  public boolean isLikeItsEndpoint() {
    return endpointHost != null
        && AwsHost.parse(endpointHost) == null
        && endpointHost.startsWith(own + ".");
  }

  /**
   * Where the key begins in the path of a request.
   *
   * @param host the request's host
   * @param encodedPath the request's path, as it is sent
   * @return the index of the key's first character, which is the path's length if the request is
   *     about the bucket itself; {@link #ELSEWHERE} if the request is not of this bucket, or cannot
   *     be told to be
   */
  public int keyStart(String host, String encodedPath) {
    Place place = last;
    if (!place.host.equals(host)) {
      place = new Place(host, start(normal(host)));
      last = place;
    }
    String start = place.start;
    if (start == null || !encodedPath.startsWith(start)) {
      return ELSEWHERE;
    }
    int end = start.length();
    if (encodedPath.length() == end) {
      return end;
    }
    return encodedPath.charAt(end) == '/' ? end + 1 : ELSEWHERE;
  }

  private @Nullable String start(String host) {
    AwsHost aws = AwsHost.parse(host);
    if (aws != null) {
      Kind kind = accessPoint == null ? Kind.BUCKET : Kind.ACCESS_POINT;
      if (aws.kind() != kind) {
        return null;
      }
      if (aws.name().isEmpty()) {
        return kind == Kind.BUCKET ? "/" + bucket : null;
      }
      return aws.name().equals(own) ? "" : null;
    }
    if (endpointHost == null) {
      return null;
    }
    if (host.equals(endpointHost)) {
      return accessPoint != null || isLikeItsEndpoint() ? null : basePath + "/" + bucket;
    }
    return host.equals(own + "." + endpointHost) ? basePath : null;
  }

  /**
   * Where the key begins in the source of a copy.
   *
   * @param source the source, decoded: {@code bucket/key}, {@code /bucket/key} or {@code
   *     arn:…/object/key}
   * @return the index; {@link #ELSEWHERE} if the source is not of this bucket
   */
  public int sourceKeyStart(String source) {
    String start = accessPoint == null ? bucket + "/" : accessPoint + "/object/";
    if (source.startsWith(start)) {
      return start.length();
    }
    return accessPoint == null && source.startsWith("/" + start) ? start.length() + 1 : ELSEWHERE;
  }

  /**
   * The bucket.
   *
   * @return its name
   */
  public String bucket() {
    return bucket;
  }

  /** The bucket as users write it. */
  @Override
  public String toString() {
    return "s3a://" + bucket;
  }

  /** In small letters, and without the dot that ends a full name in DNS. */
  static String normal(String host) {
    String small = host.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  static String basePath(URI endpoint) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
