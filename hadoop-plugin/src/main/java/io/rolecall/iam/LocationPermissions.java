package io.rolecall.iam;

import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What S3A needs of S3 for locations: to read, to write (with uploads in parts, which committers
 * and failed writes abort), and to list.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/assumed_roles.html">S3A's
 *     permissions</a>
 */
final class LocationPermissions {

  private static final List<String> READ = List.of("s3:GetObject");
  private static final List<String> WRITE =
      List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject");

  private static final List<String> ALL =
      List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject");

  private LocationPermissions() {}

  /**
   * The statements.
   *
   * @param partition such as {@code aws}
   * @param locations buckets and prefixes; none gives no statements
   * @param others locations that are routed to others, or to nobody: below these, they are denied
   */
  static List<PolicyStatement> of(
      String partition, Collection<S3Location> locations, Collection<S3Location> others) {
    String s3 = "arn:" + partition + ":s3:::";
    TreeSet<String> objects = new TreeSet<>();
    TreeSet<String> buckets = new TreeSet<>();
    TreeSet<String> wholeBuckets = new TreeSet<>();
    Map<String, TreeSet<String>> prefixes = new TreeMap<>();
    for (S3Location location : withoutThoseBelowOthers(locations)) {
      String bucket = s3 + location.bucket();
      buckets.add(bucket);
      if (location.isBucket()) {
        wholeBuckets.add(bucket);
        objects.add(bucket + "/*");
      } else {
        objects.addAll(objects(bucket, location));
        prefixes.computeIfAbsent(bucket, b -> new TreeSet<>()).add(below(location));
      }
    }
    List<PolicyStatement> statements = new ArrayList<>();
    if (!buckets.isEmpty()) {
      statements.add(PolicyStatement.permission(READ, objects));
      statements.add(PolicyStatement.permission(WRITE, objects));
    }
    if (!wholeBuckets.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of("s3:ListBucket"), wholeBuckets));
    }
    prefixes.forEach(
        (bucket, below) ->
            statements.add(
                PolicyStatement.permission(
                    List.of("s3:ListBucket"),
                    List.of(bucket),
                    Map.of("StringLike", Map.of("s3:prefix", List.copyOf(below))))));
    if (!buckets.isEmpty()) {
      // S3 knows no condition on a prefix for it.
      statements.add(PolicyStatement.permission(List.of("s3:ListBucketMultipartUploads"), buckets));
    }
    deny(statements, s3, withoutThoseBelowOthers(denied(locations, others)));
    return statements;
  }

  /** The object of this name is the location's, too; what only begins like it is not. */
  private static List<String> objects(String bucket, S3Location location) {
    String prefix = PolicyStatement.literal(location.prefix());
    return List.of(bucket + "/" + prefix, bucket + "/" + prefix + "/*");
  }

  /** To list the prefix without its slash would show what only begins like it. */
  private static String below(S3Location location) {
    return PolicyStatement.literal(location.prefix()) + "/*";
  }

  private static void deny(
      List<PolicyStatement> statements, String s3, Collection<S3Location> denied) {
    TreeSet<String> objects = new TreeSet<>();
    Map<String, TreeSet<String>> prefixes = new TreeMap<>();
    for (S3Location location : denied) {
      String bucket = s3 + location.bucket();
      objects.addAll(objects(bucket, location));
      prefixes.computeIfAbsent(bucket, b -> new TreeSet<>()).add(below(location));
    }
    if (!objects.isEmpty()) {
      statements.add(PolicyStatement.refusal(ALL, objects, Map.of()));
    }
    prefixes.forEach(
        (bucket, below) ->
            statements.add(
                PolicyStatement.refusal(
                    List.of("s3:ListBucket"),
                    List.of(bucket),
                    Map.of("StringLike", Map.of("s3:prefix", List.copyOf(below))))));
  }

  private static List<S3Location> denied(
      Collection<S3Location> locations, Collection<S3Location> others) {
    return below(locations, others).stream()
        .filter(other -> locations.stream().noneMatch(own -> isBelow(own, other)))
        .toList();
  }

  /**
   * Those of others that lie below, and below which another of the same lies: a denial has none.
   */
  static List<S3Location> notDenied(
      Collection<S3Location> locations, Collection<S3Location> others) {
    return below(locations, others).stream()
        .filter(other -> locations.stream().anyMatch(own -> isBelow(own, other)))
        .toList();
  }

  private static List<S3Location> below(
      Collection<S3Location> locations, Collection<S3Location> others) {
    return others.stream()
        .filter(other -> !locations.contains(other))
        .filter(other -> locations.stream().anyMatch(own -> isBelow(other, own)))
        .toList();
  }

  private static List<S3Location> withoutThoseBelowOthers(Collection<S3Location> locations) {
    return locations.stream()
        .filter(below -> locations.stream().noneMatch(above -> isBelow(below, above)))
        .toList();
  }

  private static boolean isBelow(S3Location below, S3Location above) {
    return below.bucket().equals(above.bucket())
        && !below.isBucket()
        && (above.isBucket() || below.prefix().startsWith(above.prefix() + "/"));
  }
}
