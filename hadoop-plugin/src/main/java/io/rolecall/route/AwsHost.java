package io.rolecall.route;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A host of Amazon S3, read as S3 reads it: what stands before the service's name is the bucket,
 * whatever the endpoint was set to. Regions, FIPS, dual-stack, acceleration, S3 Express, Outposts,
 * access points and interface endpoints included.
 *
 * @param kind what the name names
 * @param name the bucket, or the access point with its account; empty if the host names none
 */
record AwsHost(Kind kind, String name) {

  /** What a host names. */
  enum Kind {
    BUCKET,
    ACCESS_POINT
  }

  private static final String SUFFIX =
      Arrays.stream(AwsPartition.values())
          .map(AwsPartition::suffix)
          .distinct()
          .map(Pattern::quote)
          .collect(Collectors.joining("|", "(?:", ")"));
  private static final String REGION = "(?!s3)[a-z]+(?:-[a-z0-9]+)+";

  private static final Pattern REGIONAL =
      Pattern.compile(
          "(?:(?<name>.+)\\.)?s3(?<service>[a-z0-9-]*)(?:\\.dualstack)?(?:\\."
              + REGION
              + ")?\\."
              + SUFFIX);
  private static final Pattern INTERFACE_ENDPOINT =
      Pattern.compile(
          "(?:(?<name>.+)\\.)?(?<service>bucket|accesspoint)\\.vpce-[a-z0-9-]+\\.s3\\."
              + REGION
              + "\\.vpce\\."
              + SUFFIX);

  /** Also the old names with a dash before the region. */
  private static final Pattern OF_BUCKETS =
      Pattern.compile("|bucket|-fips|-accelerate|-external-1|(?:-fips)?-[a-z]+(?:-[a-z]+)+-\\d");

  private static final Pattern OF_DIRECTORY_BUCKETS =
      Pattern.compile("express-(?:fips-)?[a-z0-9]+-az\\d+");
  private static final Pattern OF_ACCESS_POINTS = Pattern.compile("-?accesspoint(?:-fips)?");
  private static final Pattern OF_OUTPOSTS = Pattern.compile("-outposts(?:-fips)?");

  private static final String OUTPOSTS_BUCKET = "--op-s3";

  /**
   * Reads a host.
   *
   * @param host the host in small letters
   * @return what it names; null if it is none of S3's, or one that serves no objects
   */
  static @Nullable AwsHost parse(String host) {
    Matcher matcher = INTERFACE_ENDPOINT.matcher(host);
    if (!matcher.matches()) {
      matcher = REGIONAL.matcher(host);
      if (!matcher.matches()) {
        return null;
      }
    }
    String name = matcher.group("name") == null ? "" : matcher.group("name");
    String service = matcher.group("service");
    if (OF_BUCKETS.matcher(service).matches()
        || OF_DIRECTORY_BUCKETS.matcher(service).matches()
        || (service.startsWith("express-control") && name.isEmpty())) {
      return new AwsHost(Kind.BUCKET, name);
    }
    if (OF_ACCESS_POINTS.matcher(service).matches()) {
      return new AwsHost(Kind.ACCESS_POINT, name);
    }
    if (OF_OUTPOSTS.matcher(service).matches()) {
      // An access point's alias is used as a bucket, and has the Outpost's name behind it.
      int outpost = name.lastIndexOf(OUTPOSTS_BUCKET + ".");
      return outpost < 0
          ? new AwsHost(Kind.ACCESS_POINT, name)
          : new AwsHost(Kind.BUCKET, name.substring(0, outpost + OUTPOSTS_BUCKET.length()));
    }
    return null;
  }
}
