package io.rolecall.route;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket a request says that it is of, where a client serves many. It is the client's word
 * alone: {@link BucketAddress} then tells whether the request is of that bucket. Thread-safe.
 */
public final class BucketNames {

  private static final Pattern NAME = Pattern.compile("[a-z0-9A-Z][a-z0-9A-Z._-]{1,254}");

  /**
   * What requests to one host have in common.
   *
   * @param host the host, as requests write it
   * @param bucket what the host names; null if it names none
   * @param start what stands before the bucket in paths; null if they name none
   */
  private record Place(String host, @Nullable String bucket, @Nullable String start) {}

  private final @Nullable String endpointHost;
  private final String basePath;

  /** Of the last request: most have the same. Lost updates cost a second look alone. */
  private Place last = new Place("", null, null);

  /** The last name that was found to be one. */
  private @Nullable String lastName;

  /**
   * The names in the requests of one client.
   *
   * @param endpoint where the client sends its requests; null if the SDK chooses among Amazon's
   */
  public BucketNames(@Nullable URI endpoint) {
    this.endpointHost =
        endpoint == null || endpoint.getHost() == null
            ? null
            : BucketAddress.normal(endpoint.getHost());
    this.basePath = endpoint == null ? "" : BucketAddress.basePath(endpoint);
  }

  /**
   * The bucket that a request names.
   *
   * @param host the request's host
   * @param encodedPath the request's path, as it is sent
   * @return the name; null if it names none, or one that stands for an access point
   */
  public @Nullable String in(String host, String encodedPath) {
    Place place = last;
    if (!place.host.equals(host)) {
      place = place(host, BucketAddress.normal(host));
      last = place;
    }
    String start = place.start;
    String name = start == null ? place.bucket : firstSegment(encodedPath, start);
    if (name == null) {
      return null;
    }
    String known = lastName;
    if (name.equals(known)) {
      return known;
    }
    if (!isOne(name)) {
      return null;
    }
    lastName = name;
    return name;
  }

  /**
   * Whether a bucket can have this name.
   *
   * @param name a name
   * @return false for what stands for an access point
   */
  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  private Place place(String written, String host) {
    AwsHost aws = AwsHost.parse(host);
    if (aws != null) {
      if (aws.kind() != AwsHost.Kind.BUCKET) {
        return new Place(written, null, null);
      }
      return aws.name().isEmpty()
          ? new Place(written, null, "/")
          : new Place(written, aws.name(), null);
    }
    if (host.equals(endpointHost)) {
      return new Place(written, null, basePath + "/");
    }
    String suffix = "." + endpointHost;
    return endpointHost != null && host.endsWith(suffix)
        ? new Place(written, host.substring(0, host.length() - suffix.length()), null)
        : new Place(written, null, null);
  }

  private static @Nullable String firstSegment(String path, String start) {
    if (!path.startsWith(start)) {
      return null;
    }
    int end = path.indexOf('/', start.length());
    return path.substring(start.length(), end < 0 ? path.length() : end);
  }
}
