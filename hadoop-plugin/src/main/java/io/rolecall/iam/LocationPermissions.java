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

  private LocationPermissions() {}

  /**
   * The statements.
   *
   * @param partition such as {@code aws}
   * @param locations buckets and prefixes; none gives no statements
   */
  static List<PolicyStatement> of(String partition, Collection<S3Location> locations) {
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
        // The object of this name is the location's, too; what only begins like it is not.
        String prefix = literal(location.prefix());
        objects.addAll(List.of(bucket + "/" + prefix, bucket + "/" + prefix + "/*"));
        prefixes
            .computeIfAbsent(bucket, b -> new TreeSet<>())
            .addAll(List.of(prefix, prefix + "/*"));
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
    return statements;
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

  /** A key's characters, without what they would mean in a policy. */
  private static String literal(String prefix) {
    StringBuilder text = new StringBuilder();
    for (char c : prefix.toCharArray()) {
      text.append(c == '*' || c == '?' || c == '$' ? "${" + c + "}" : String.valueOf(c));
    }
    return text.toString();
  }
}
