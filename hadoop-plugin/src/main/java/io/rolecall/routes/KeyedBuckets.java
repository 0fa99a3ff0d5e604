package io.rolecall.routes;

import io.rolecall.route.RoleArn;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** The buckets that have a route because a key of their own says who accesses them. */
final class KeyedBuckets {

  private static final Pattern ROLE =
      Pattern.compile("^fs\\.s3a\\.bucket\\.(.+)\\.assumed\\.role\\.arn$");

  private static final Pattern PROVIDER =
      Pattern.compile("^fs\\.s3a\\.bucket\\.(.+)\\.aws\\.credentials\\.provider$");

  private KeyedBuckets() {}

  /** Those that have a role, or whose requests are not signed. */
  static Set<String> all(Configuration conf) {
    Set<String> buckets = named(ROLE, conf, any -> true);
    buckets.addAll(named(PROVIDER, conf, S3ACredentials::isAnonymous));
    return buckets;
  }

  /** Those that have this role. */
  static Set<String> of(RoleArn role, Configuration conf) {
    return named(ROLE, conf, arn -> arn.trim().equals(role.toString()));
  }

  private static Set<String> named(Pattern pattern, Configuration conf, Predicate<String> value) {
    Set<String> buckets = new TreeSet<>();
    conf.getValByRegex(pattern.pattern())
        .forEach(
            (key, text) -> {
              Matcher matcher = pattern.matcher(key);
              if (matcher.matches() && value.test(text)) {
                buckets.add(matcher.group(1));
              }
            });
    return buckets;
  }
}
