package io.rolecall.client;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.route.AwsPartition;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where a client sends its requests. A bucket of the same name elsewhere may be a stranger's, so a
 * client serves none that was declared to be somewhere else.
 *
 * @param where the client's endpoint; null if the SDK chooses among Amazon's hosts
 */
record ClientEndpoint(@Nullable URI where) {

  private static final String ANY_PARTITION = "arn:aws";

  /** The host; empty if the SDK chooses it. */
  String host() {
    return where == null ? "" : where.getHost();
  }

  /**
   * Checks that a bucket is where its endpoint was declared to be.
   *
   * @param host where a request is sent; empty if that is not known yet
   * @throws software.amazon.awssdk.services.s3.model.S3Exception if it is elsewhere
   */
  void checkDeclared(Configuration conf, String bucket, String host) {
    String ofBucket = "fs.s3a.bucket." + bucket + ".endpoint";
    String key = conf.getTrimmed(ofBucket, "").isEmpty() ? "fs.s3a.endpoint" : ofBucket;
    String declared = conf.getTrimmed(key, "");
    if (declared.isEmpty() || isThere(declared, host)) {
      return;
    }
    throw AccessDenied.because(
        key
            + " = '"
            + declared.replaceFirst("^([A-Za-z]+://)?[^/]*@", "$1***@")
            + "', but this client sends its requests to "
            + (where == null
                ? "Amazon's hosts" + (host.isEmpty() ? "" : ", here to " + host)
                : where.getHost())
            + ": a client has one endpoint for all buckets. Make one for this bucket, or read it by"
            + " Hadoop's file system");
  }

  private boolean isThere(String declared, String requested) {
    String host = declared.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
    if (where == null) {
      // Before a request is made, the SDK has not chosen the host.
      Optional<AwsPartition> partition = AwsPartition.of(host.replaceFirst(":\\d+$", ""));
      return partition.isPresent()
          && (requested.isEmpty() || partition.equals(AwsPartition.of(requested)));
    }
    return host.equals(where.getAuthority()) || host.equals(where.getHost());
  }

  /**
   * Checks that the roles of a bucket are of the partition that a request is sent to: its region is
   * all that chooses among Amazon's hosts.
   *
   * @param host where a request is sent; empty if that is not known yet
   * @throws software.amazon.awssdk.services.s3.model.S3Exception if one is of another
   */
  void checkPartition(RouteTable<RouteCredentials> routes, String host) {
    AwsPartition reached = AwsPartition.of(host).orElse(null);
    if (reached == null) {
      return;
    }
    String ours = "arn:" + reached.id() + ":";
    routes
        .byPrefix()
        .forEach(
            (prefix, credentials) -> {
              String role = credentials.identity();
              if (role.startsWith(ANY_PARTITION) && !role.startsWith(ours)) {
                throw elsewhere(new S3Location(routes.bucket(), prefix), role, host);
              }
            });
  }

  private static RuntimeException elsewhere(S3Location location, String role, String host) {
    String partition = role.split(":", -1)[1];
    return AccessDenied.because(
        location
            + " is routed to "
            + role
            + ", but this client sends its requests to "
            + host
            + ", which is not in AWS's partition "
            + partition
            + ": a bucket of that name there is another one. Give the client (a catalog: its"
            + " client.region) a region of "
            + partition);
  }
}
