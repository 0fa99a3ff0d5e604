package io.rolecall.doctor.written;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Similarity;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Looks for keys that nobody reads: misspelt ones, those of other buckets, those of plain S3A. */
public final class KeyCheck implements Check {

  private static final String STEP = "configuration";
  private static final String S3A = "fs.s3a.";

  private static final Pattern OURS =
      Pattern.compile("fs\\.s3a\\.(?:bucket\\.(.+)\\.)?((?:rolecall|assumed\\.role)\\..+)");

  /** Those of Databricks' own S3A. */
  private static final Pattern DATABRICKS =
      Pattern.compile("fs\\.s3a\\.(?:bucket\\.(.+)\\.)?(credentialsType|stsAssumeRole\\..+)");

  /** What they are called here. */
  private static final Map<String, String> OF_DATABRICKS =
      Map.of(
          "stsAssumeRole.arn", RolecallKeys.ROLE_ARN.name(),
          "stsAssumeRole.externalId", RolecallKeys.EXTERNAL_ID.name(),
          "stsAssumeRole.stsEndpoint", RolecallKeys.STS_ENDPOINT.name(),
          "stsAssumeRole.session.duration", RolecallKeys.SESSION_DURATION.name());

  /** S3A asks it for each request's credentials. */
  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";

  /** S3A asks it for the credentials that call STS. */
  private static final String STS_PROVIDER = "fs.s3a.assumed.role.credentials.provider";

  private static final String BY_ROLE =
      "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    RouteBook book = context.book();
    return new Keys(context.conf(), book.buckets(), routesEveryBucket(book), unsigned(book))
        .check();
  }

  /** The places whose requests are not signed: buckets, and {@code ""} for every other one. */
  private static Set<String> unsigned(RouteBook book) {
    Set<String> unsigned = new HashSet<>();
    try {
      book.all().stream()
          .filter(KeyCheck::isUnsigned)
          .flatMap(routed -> routed.place().toLocation().stream())
          .filter(S3Location::isBucket)
          .forEach(location -> unsigned.add(location.bucket()));
      if (book.everyOther().stream().anyMatch(KeyCheck::isUnsigned)) {
        unsigned.add("");
      }
    } catch (ConfigException e) {
      // Another check tells of it.
    }
    return unsigned;
  }

  private static boolean isUnsigned(RoutedFor routed) {
    return routed
        .as()
        .match(
            route ->
                route
                    .access()
                    .match(role -> false, base -> false, anonymous -> true, nobody -> false),
            template -> false);
  }

  private static boolean routesEveryBucket(RouteBook book) {
    try {
      return !book.everyOther().isEmpty();
    } catch (ConfigException e) {
      return true; // Another check tells of it; until then nobody knows.
    }
  }

  /**
   * The keys of a configuration.
   *
   * @param conf the configuration
   * @param buckets the buckets that routes name
   * @param others whether other buckets are routed too
   * @param unsigned the buckets whose requests are not signed; {@code ""} for every other one
   */
  record Keys(Configuration conf, List<String> buckets, boolean others, Set<String> unsigned) {

    List<CheckStep> check() {
      List<CheckStep> steps = new ArrayList<>();
      List<String> known =
          Stream.concat(RolecallKeys.all().stream().map(key -> key.name()), Stream.of(STS_PROVIDER))
              .toList();
      for (String name : new TreeSet<>(ours().keySet())) {
        Matcher key = OURS.matcher(name);
        if (!key.matches()) {
          continue;
        }
        @Nullable String bucket = key.group(1);
        if (!known.contains(S3A + key.group(2))) {
          steps.add(unknown(name, bucket, S3A + key.group(2), known));
        } else if (bucket != null && !buckets.contains(bucket) && !others) {
          steps.add(unrouted(name, bucket));
        }
      }
      databricks(steps);
      ignored(PROVIDER, "routes decide", steps);
      if (!conf.getTrimmed(RolecallKeys.BASE_IDENTITY.name(), "").isEmpty()) {
        ignored(STS_PROVIDER, RolecallKeys.BASE_IDENTITY.name() + " goes before it", steps);
      }
      return steps;
    }

    private Map<String, String> ours() {
      return conf.getValByRegex("^fs\\.s3a\\..*(rolecall|assumed\\.role)\\.");
    }

    private static CheckStep unknown(
        String name, @Nullable String bucket, String key, List<String> known) {
      Optional<String> meant =
          Similarity.closest(key, known)
              .map(
                  found ->
                      bucket == null
                          ? found
                          : S3A + "bucket." + bucket + "." + found.substring(S3A.length()));
      return CheckStep.failed(
          STEP,
          name + " is no key of Rolecall, so nobody reads it",
          meant
              .map(found -> "Did you mean " + found + "?")
              .orElse("See docs/configuration.md for the keys, or remove it"));
    }

    private CheckStep unrouted(String name, String bucket) {
      return CheckStep.warning(
          STEP,
          name + " is set, but no route names the bucket " + bucket,
          Similarity.closest(bucket, buckets)
              .map(found -> "Did you mean the bucket " + found + "?")
              .orElse("Route the bucket, or remove the key"));
    }

    private void databricks(List<CheckStep> steps) {
      for (String name : new TreeSet<>(conf.getValByRegex(DATABRICKS.pattern()).keySet())) {
        Matcher key = DATABRICKS.matcher(name);
        if (key.matches()) {
          String here = OF_DATABRICKS.get(key.group(2));
          String bucket = key.group(1) == null ? "" : key.group(1);
          steps.add(
              CheckStep.warning(
                  STEP,
                  name + " is a key of Databricks' own S3A, so nobody reads it here",
                  here == null
                      ? "Routes say which role is assumed, and how: remove the key"
                      : "Set " + name(here, bucket) + ", or write a route"));
        }
      }
    }

    private void ignored(String key, String why, List<CheckStep> steps) {
      Stream.concat(Stream.of(""), buckets.stream())
          .filter(bucket -> !isObeyed(key, bucket))
          .map(bucket -> name(key, bucket))
          .filter(name -> isUsersOwn(name) && !conf.getTrimmed(name, "").equals(BY_ROLE))
          .forEach(
              name ->
                  steps.add(
                      CheckStep.warning(
                          STEP,
                          name + " = " + conf.get(name) + " is not used: " + why,
                          "Remove the key. The credentials that may call STS are the base identity's")));
    }

    private static String name(String key, String bucket) {
      return bucket.isEmpty() ? key : S3A + "bucket." + bucket + "." + key.substring(S3A.length());
    }

    /** The one class that routes follow: that of requests without a signature. */
    private boolean isObeyed(String key, String bucket) {
      return key.equals(PROVIDER)
          && unsigned.contains(bucket)
          && RouteBook.isAnonymous(conf.getTrimmed(name(key, bucket), ""));
    }

    private boolean isUsersOwn(String key) {
      String @Nullable [] sources = conf.getPropertySources(key);
      return conf.get(key) != null
          && (sources == null || sources.length == 0 || !sources[0].endsWith("-default.xml"));
    }
  }
}
