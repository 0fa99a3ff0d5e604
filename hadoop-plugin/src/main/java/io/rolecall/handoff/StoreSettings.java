package io.rolecall.handoff;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.AwsPartition;
import java.util.Optional;

/**
 * Where S3A finds a bucket's store, for tools that do not read S3A's keys.
 *
 * @param region the bucket's region; empty if it is not configured
 * @param endpoint the store's URI; empty for AWS
 * @param pathStyle whether the bucket is named in the path, not in the host
 */
public record StoreSettings(Optional<String> region, Optional<String> endpoint, boolean pathStyle) {

  /** Checks that nothing is null. */
  public StoreSettings {
    requireNonNull(region, "region");
    requireNonNull(endpoint, "endpoint");
  }

  /**
   * A bucket's settings.
   *
   * @param config the bucket's configuration
   * @return the settings, from {@code fs.s3a.endpoint} and its like
   */
  public static StoreSettings of(RolecallConfig config) {
    boolean tls = config.text("fs.s3a.connection.ssl.enabled").map(Boolean::valueOf).orElse(true);
    return new StoreSettings(
        config.text("fs.s3a.endpoint.region"),
        config
            .text("fs.s3a.endpoint")
            .filter(endpoint -> !isAws(endpoint))
            .map(endpoint -> endpoint.contains("://") ? endpoint : scheme(tls) + endpoint),
        config.text("fs.s3a.path.style.access").map(Boolean::valueOf).orElse(false));
  }

  /** Tools find AWS by themselves; an endpoint would keep them from the bucket's own region. */
  private static boolean isAws(String endpoint) {
    String host = endpoint.replaceFirst("^[A-Za-z]+://", "").replaceFirst("[:/].*$", "");
    return AwsPartition.of(host).isPresent();
  }

  private static String scheme(boolean tls) {
    return tls ? "https://" : "http://";
  }
}
