package io.rolecall.route;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket a request says that it is of, where a client serves many. It is the client's word
 * alone: {@link BucketAddress} then tells whether the request is of that bucket. Immutable.
 */
public final class BucketNames {

  private static final Pattern NAME = Pattern.compile("[a-z0-9A-Z][a-z0-9A-Z._-]{1,254}");

  private final @Nullable String endpointHost;
  private final String basePath;

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
    String name = named(BucketAddress.normal(host), encodedPath);
    return name != null && isOne(name) ? name : null;
  }

  /**
   * Whether a bucket can have this name.
   *
   * @param name a name
   * @return false for a client's, and for what stands for an access point
   */
  public static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  private @Nullable String named(String host, String path) {
    AwsHost aws = AwsHost.parse(host);
    if (aws != null) {
      if (aws.kind() != AwsHost.Kind.BUCKET) {
        return null;
      }
      return aws.name().isEmpty() ? firstSegment(path) : aws.name();
    }
    if (endpointHost == null) {
      return null;
    }
    if (host.equals(endpointHost)) {
      return path.startsWith(basePath) ? firstSegment(path.substring(basePath.length())) : null;
    }
    String suffix = "." + endpointHost;
    return host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : null;
  }

  private static @Nullable String firstSegment(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    int end = path.indexOf('/', 1);
    return end < 0 ? path.substring(1) : path.substring(1, end);
  }
}
