package io.rolecall.iam;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import io.rolecall.route.ScopedLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What S3A needs of S3 for locations: to read, to write (with uploads in parts, which committers
 * and failed writes abort), and to list.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/assumed_roles.html">S3A's
 *     permissions</a>
 */
final class LocationPermissions {

  private static final String LIST = "s3:ListBucket";
  private static final String LIST_UPLOADS = "s3:ListBucketMultipartUploads";
  private static final List<String> READ = List.of("s3:GetObject");
  private static final List<String> WRITE =
      List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject");

  private static final List<String> ALL =
      List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject");

  /** The last character that IAM takes in a policy. */
  private static final char LAST = '\u00FF';

  private LocationPermissions() {}

  /** Whether IAM does not take a location's name in a policy. */
  static boolean isTooFarFromLatin(S3Location location) {
    return location.prefix().chars().anyMatch(c -> c > LAST);
  }

  /**
   * The statements that allow something.
   *
   * @param partition such as {@code aws}
   * @param locations buckets and prefixes, and what is done there; none gives no statements
   */
  static List<PolicyStatement> allowed(String partition, Collection<ScopedLocation> locations) {
    String s3 = s3(partition);
    List<S3Location> read = outermost(locations, Scope::reads);
    List<S3Location> written = outermost(locations, Scope::writes);
    List<PolicyStatement> statements = new ArrayList<>();
    if (!read.isEmpty()) {
      statements.add(PolicyStatement.permission(READ, objects(s3, read)));
    }
    if (!written.isEmpty()) {
      statements.add(PolicyStatement.permission(WRITE, objects(s3, written)));
    }
    lists(statements, s3, outermost(locations, any -> true), written);
    return statements;
  }

  private static List<S3Location> outermost(
      Collection<ScopedLocation> locations, Predicate<Scope> of) {
    return withoutThoseBelowOthers(
        locations.stream()
            .filter(location -> of.test(location.scope()))
            .map(ScopedLocation::location)
            .toList());
  }

  /**
   * The statements that deny something.
   *
   * @param partition such as {@code aws}
   * @param locations buckets and prefixes
   * @param others locations that are routed to others, or to nobody: below these, they are denied
   */
  static List<PolicyStatement> denied(
      String partition, Collection<S3Location> locations, Collection<S3Location> others) {
    String s3 = s3(partition);
    List<S3Location> denied = denied(locations, others);
    List<PolicyStatement> statements = new ArrayList<>();
    if (!denied.isEmpty()) {
      statements.add(PolicyStatement.refusal(ALL, objects(s3, denied), Map.of()));
    }
    prefixes(s3, denied)
        .forEach(
            (bucket, below) ->
                statements.add(
                    PolicyStatement.refusal(List.of(LIST), List.of(bucket), onPrefixes(below))));
    return statements;
  }

  /** The outermost of others that lie below, with none of the same below them. */
  static List<S3Location> denied(Collection<S3Location> locations, Collection<S3Location> others) {
    return withoutThoseBelowOthers(
        below(locations, others).stream()
            .filter(other -> locations.stream().noneMatch(own -> isBelow(own, other)))
            .toList());
  }

  /** S3 has no condition on a prefix for lists of uploads, which only who writes looks for. */
  private static void lists(
      List<PolicyStatement> statements,
      String s3,
      List<S3Location> listed,
      List<S3Location> written) {
    TreeSet<String> uploads = buckets(s3, written);
    TreeSet<String> whole = buckets(s3, listed.stream().filter(S3Location::isBucket).toList());
    TreeSet<String> both = new TreeSet<>(whole);
    both.retainAll(uploads);
    if (!both.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of(LIST, LIST_UPLOADS), both));
    }
    whole.removeAll(both);
    uploads.removeAll(both);
    if (!whole.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of(LIST), whole));
    }
    listable(s3, listed)
        .forEach(
            (bucket, below) ->
                statements.add(
                    PolicyStatement.permission(List.of(LIST), List.of(bucket), onPrefixes(below))));
    if (!uploads.isEmpty()) {
      statements.add(PolicyStatement.permission(List.of(LIST_UPLOADS), uploads));
    }
  }

  private static String s3(String partition) {
    return "arn:" + partition + ":s3:::";
  }

  private static TreeSet<String> buckets(String s3, Collection<S3Location> locations) {
    TreeSet<String> buckets = new TreeSet<>();
    locations.forEach(location -> buckets.add(s3 + location.bucket()));
    return buckets;
  }

  /** The object of a prefix's name is the location's, too; what only begins like it is not. */
  private static TreeSet<String> objects(String s3, Collection<S3Location> locations) {
    TreeSet<String> objects = new TreeSet<>();
    for (S3Location location : locations) {
      String bucket = s3 + location.bucket();
      if (location.isBucket()) {
        objects.add(bucket + "/*");
      } else {
        String prefix = PolicyStatement.literal(location.prefix());
        objects.addAll(List.of(bucket + "/" + prefix, bucket + "/" + prefix + "/*"));
      }
    }
    return objects;
  }

  /**
   * Also without the slash: whether the object of the prefix's name is there, S3 tells only those
   * who may list that name, and S3A asks it of each location. So a list may show the names, and no
   * more, of what only begins like it.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject:
   *     404 or 403</a>
   */
  private static Map<String, TreeSet<String>> listable(
      String s3, Collection<S3Location> locations) {
    Map<String, TreeSet<String>> listable = prefixes(s3, locations);
    locations.stream()
        .filter(location -> !location.isBucket())
        .forEach(
            location ->
                requireNonNull(listable.get(s3 + location.bucket()))
                    .add(PolicyStatement.literal(location.prefix())));
    return listable;
  }

  private static Map<String, TreeSet<String>> prefixes(
      String s3, Collection<S3Location> locations) {
    Map<String, TreeSet<String>> prefixes = new TreeMap<>();
    locations.stream()
        .filter(location -> !location.isBucket())
        .forEach(
            location ->
                prefixes
                    .computeIfAbsent(s3 + location.bucket(), b -> new TreeSet<>())
                    .add(PolicyStatement.literal(location.prefix()) + "/*"));
    return prefixes;
  }

  private static Map<String, Map<String, List<String>>> onPrefixes(TreeSet<String> below) {
    return Map.of("StringLike", Map.of("s3:prefix", List.copyOf(below)));
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

  static boolean isBelow(S3Location below, S3Location above) {
    return !below.equals(above) && Storage.covers(above, below);
  }
}
