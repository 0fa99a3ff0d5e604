package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.route.BucketAddress;
import io.rolecall.route.InvalidRouteException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where requests of a bucket go, and how they name it.
 *
 * @param keys the bucket's keys
 */
record BucketEndpoint(S3AKeys keys) {

  private static final String ENDPOINT = "fs.s3a.endpoint";

  static BucketEndpoint of(Configuration conf, String bucket) {
    return new BucketEndpoint(new S3AKeys(conf, bucket));
  }

  private String accessPointKey() {
    return S3AKeys.ofBucket("fs.s3a.accesspoint.arn", keys.bucket());
  }

  /**
   * Refuses endpoints whose requests could be taken for those of another bucket; each request is
   * read all the same.
   */
  void check() {
    URI endpoint = null;
    String own = keys.value(ENDPOINT);
    boolean accessPoint = keys.conf().get(accessPointKey()) != null;
    // S3A uses neither another endpoint for an access point, nor such a one.
    if (!own.isEmpty() && !accessPoint && !own.endsWith("s3.amazonaws.com")) {
      try {
        endpoint = new URI(own.contains("://") ? own : "https://" + own);
      } catch (URISyntaxException e) {
        throw refused(own, "is not a URI: " + e.getReason() + " at " + e.getIndex(), e);
      }
    }
    BucketAddress address = address(endpoint);
    boolean pathStyle = Boolean.parseBoolean(keys.value("fs.s3a.path.style.access"));
    if (pathStyle && address.isLikeItsEndpoint()) {
      throw refused(
          own,
          "with path style access, its host is like that of the bucket "
              + keys.bucket()
              + ", and requests could be signed for another key. Use another name or the address of"
              + " the host",
          null);
    }
  }

  /**
   * How requests name the bucket.
   *
   * @param endpoint where they are sent; null if the SDK chooses among Amazon's hosts
   * @throws ConfigException if they could not be told apart
   */
  BucketAddress address(@Nullable URI endpoint) {
    String bucket = keys.bucket();
    String key = accessPointKey();
    String accessPoint = keys.conf().getTrimmed(key, "");
    try {
      BucketAddress.of(bucket, endpoint, null);
    } catch (InvalidRouteException e) {
      throw refused(String.valueOf(endpoint), e.getMessage(), e);
    }
    try {
      return BucketAddress.of(bucket, endpoint, accessPoint.isEmpty() ? null : accessPoint);
    } catch (InvalidRouteException e) {
      throw new ConfigException(key + " = '" + accessPoint + "': " + e.getMessage(), e);
    }
  }

  /** The SDK has settings of its own for it: then S3A's key is what goes before them. */
  private ConfigException refused(
      String endpoint, @Nullable String why, @Nullable Exception cause) {
    // There may be a password before the host.
    String shown = endpoint.replaceFirst("^([A-Za-z]+://)?[^/]*@", "$1***@");
    return new ConfigException(keys.written(ENDPOINT) + " = '" + shown + "': " + why, cause);
  }
}
