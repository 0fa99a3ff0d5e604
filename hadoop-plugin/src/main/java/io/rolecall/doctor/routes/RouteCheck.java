package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.Access;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.Routed;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.s3a.S3AWiring;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the routes of each bucket: those that cannot be read, reached, or make no difference.
 */
public final class RouteCheck implements Check {

  private static final String STEP = "routes";
  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    for (String name : context.buckets()) {
      steps.addAll(check(context, name, findings));
    }
    return steps;
  }

  /** Looks at one bucket, and says which of its routes can be tried. */
  static List<CheckStep> check(CheckContext context, String name, Findings findings) {
    RoutedBucket bucket = context.book().of(name, context.caller());
    List<CheckStep> found = check(context.conf(), bucket);
    if (!Findings.isFailed(found)) {
      chosen(bucket, context.places())
          .forEach(
              route -> findings.canBeTried(new Findings.Candidate(context.book(), bucket, route)));
    }
    return found;
  }

  private static List<Route> chosen(RoutedBucket bucket, List<Place> places) {
    return places.isEmpty()
        ? List.copyOf(sorted(bucket.routes()).values())
        : places.stream().flatMap(place -> bucket.at(place).stream()).distinct().toList();
  }

  private static SortedMap<String, Route> sorted(RouteTable<Route> routes) {
    return new TreeMap<>(routes.byPrefix());
  }

  /** Looks at one bucket. */
  static List<CheckStep> check(Configuration conf, RoutedBucket routed) {
    String bucket = routed.bucket();
    List<CheckStep> steps = new ArrayList<>();
    try {
      S3AWiring.check(conf, bucket);
      RolecallConfig config = routed.config();
      config.renewalPolicy();
      config.processRole();
      RouteTable<Route> routes = routed.routes();
      sorted(routes)
          .forEach(
              (prefix, route) ->
                  check(new S3Location(bucket, prefix), route.access(), routes, steps));
      externalId(config, routed.all(), steps);
      if (steps.isEmpty() && !routes.isEmpty()) {
        steps.add(counted("s3a://" + bucket, routed));
      }
    } catch (ConfigException e) {
      steps.add(CheckStep.failed(STEP, "s3a://" + bucket + ": " + e.getMessage(), null));
    }
    return steps;
  }

  /** How many routes there are, and how many of them are for others alone. */
  static CheckStep counted(String place, Routed routed) {
    int count = routed.all().size();
    long closed = routed.all().stream().filter(route -> route.access().isClosed()).count();
    String routes = place + ": " + (count == 1 ? "1 route" : count + " routes");
    String toWhom = " closed to user '" + routed.user() + "'";
    if (closed == count) {
      return CheckStep.skipped(STEP, routes + ", which " + verb(closed) + toWhom);
    }
    return CheckStep.ok(
        STEP, closed == 0 ? routes : routes + ", of which " + closed + " " + verb(closed) + toWhom);
  }

  private static String verb(long count) {
    return count == 1 ? "is" : "are";
  }

  private static void check(
      S3Location location, Access access, RouteTable<Route> routes, List<CheckStep> steps) {
    String prefix = location.prefix();
    if (!location.bucket().matches("[a-z0-9.-]+")) {
      steps.add(
          CheckStep.failed(
              STEP,
              location + " cannot be reached: S3A takes a bucket for the host of a URI",
              "A bucket's name has lower-case letters, digits, '-' and '.'"));
    }
    if (prefix.contains("//")) {
      steps.add(
          CheckStep.failed(
              STEP,
              location + " cannot be reached: Hadoop's paths have no empty parts ('//')",
              "Write the prefix with single slashes"));
    }
    if (prefix.contains("*") || prefix.contains("?")) {
      steps.add(
          CheckStep.failed(
              STEP,
              location + " has no wildcards: it covers keys with these very characters alone",
              "Name the prefix itself; it covers all that is below it"));
    }
    if (ENCODED.matcher(prefix).find()) {
      steps.add(
          CheckStep.warning(
              STEP,
              location + " is taken as it is written, without percent-decoding",
              "Write the key as S3 spells it, for example with spaces"));
    }
    Route parent = parent(prefix, routes);
    if (parent != null && parent.access().equals(access)) {
      steps.add(
          CheckStep.warning(
              STEP,
              location + " makes no difference: " + parent.place() + " says the same",
              "Remove it, or give it its own role"));
    }
  }

  private static @Nullable Route parent(String prefix, RouteTable<Route> routes) {
    int slash = prefix.lastIndexOf('/');
    return prefix.isEmpty() ? null : routes.find(slash < 0 ? "" : prefix.substring(0, slash));
  }

  /**
   * The key is for the role of the key alone. People expect otherwise, and STS says AccessDenied.
   */
  static void externalId(RolecallConfig config, List<Route> routes, List<CheckStep> steps) {
    if (config.find(RolecallKeys.EXTERNAL_ID).isEmpty()
        || config.find(RolecallKeys.ROLE_ARN).isPresent()) {
      return;
    }
    routes.stream()
        .filter(
            route ->
                route
                    .access()
                    .match(
                        role -> role.externalId().isEmpty(),
                        base -> false,
                        anonymous -> false,
                        nobody -> false))
        .findFirst()
        .ifPresent(
            route ->
                steps.add(
                    CheckStep.warning(
                        STEP,
                        RolecallKeys.EXTERNAL_ID.written(config.conf())
                            + " is set, but not sent for "
                            + route.place()
                            + ": an external id belongs to one role",
                        "Write it into the route, as \"externalId\"")));
  }
}
