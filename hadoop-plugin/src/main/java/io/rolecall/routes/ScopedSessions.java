package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.iam.ScopePolicy;
import io.rolecall.process.Recent;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import io.rolecall.route.SessionTerms;
import io.rolecall.routes.json.RouteDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes session policies of scopes. Locations of one caller whose role, chain, terms and endpoint
 * are the same share a policy, and so a session, as far as one policy says exactly what each of
 * them may. Thread-safe.
 */
final class ScopedSessions {

  /** More locations, or denials, never fit: each has an ARN of at least 20 characters. */
  private static final int MOST = 100;

  private static final int NAMED = 10;
  private static final int REMEMBERED = 64;

  private static final Sharers NONE = new Sharers(List.of(), List.of());

  private final Neighbours neighbours;
  private final Recent<Asked, Shared> recent = new Recent<>(REMEMBERED);

  ScopedSessions(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /** The other buckets of a configuration. */
  interface Neighbours {

    /**
     * The buckets that a document, or keys, have a route to a role for.
     *
     * @param document the document
     * @param role the role
     */
    Collection<String> bucketsOf(RouteDocument document, RoleArn role);

    /**
     * The caller's routes of a bucket.
     *
     * @param bucket the bucket
     * @param document the document that they have to be of
     * @param caller whom they are for
     * @return the routes; none if the bucket's keys name another document
     * @throws ConfigException if one cannot be read
     * @throws InvalidRouteException if one cannot be chosen
     */
    Collection<ReadRoute> routes(String bucket, RouteDocument document, HadoopUser caller);
  }

  /** Whose locations. */
  private record Asked(RouteDocument document, RoleArn role, HadoopUser caller) {}

  /** What the roles of one ARN share, and the buckets that were read for it. */
  private record Shared(Set<String> buckets, Map<Access.Role, Map<Integer, Sharers>> byRole) {}

  /** Locations that share a policy, and those below them that are not theirs. */
  private record Sharers(List<ScopedLocation> locations, List<S3Location> below) {
    Sharers() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(ScopedLocation location, Collection<S3Location> denied) {
      locations.add(location);
      below.addAll(denied);
    }
  }

  /**
   * A bucket's routes with the policies of their scopes.
   *
   * @param bucket the bucket
   * @param document the bucket's document
   * @param routes the caller's routes of the bucket
   * @param caller whom they are for
   * @throws InvalidRouteException if a policy is too long
   */
  List<Route> with(
      String bucket, RouteDocument document, List<ReadRoute> routes, HadoopUser caller) {
    if (routes.stream().allMatch(read -> read.scope().isEmpty())) {
      return routes.stream().map(ReadRoute::route).toList();
    }
    NestedRoutes nested = new NestedRoutes(routes);
    List<Route> policed = new ArrayList<>();
    for (ReadRoute read : routes) {
      Optional<Access.Role> role = read.route().access().toRole();
      if (read.scope().isEmpty() || role.isEmpty()) {
        policed.add(read.route());
      } else {
        ScopedLocation own = read.scope().get();
        if (!read.isNamed()) {
          policed.add(new Route(own.location(), new Access.Nobody(unnamed(own, routes))));
          continue;
        }
        Sharers sharers =
            sharers(bucket, document, nested, role.get(), caller)
                .getOrDefault(nested.depth(own.location(), role.get()), NONE);
        if (!sharers.locations().contains(own)) {
          sharers = new Sharers();
          sharers.add(own, nested.below(own.location()));
        }
        policed.add(new Route(own.location(), role.get().with(policy(role.get(), sharers))));
      }
    }
    return policed;
  }

  /**
   * Why a bucket that no route names has no session: executors get one route for all of these, and
   * so one session. What routes name in it has theirs, and what is asked of all of them is told.
   */
  private static String unnamed(ScopedLocation own, List<ReadRoute> routes) {
    String why =
        own.location()
            + " has no route of its own, and a role of every bucket can have no scope ('"
            + own.scope()
            + "'): a session policy names its buckets. Name the bucket in a route, or set the"
            + " scope to 'role'";
    if (!own.location().equals(S3Location.EVERY_OTHER)
        && routes.stream().noneMatch(ReadRoute::isNamed)) {
      throw new InvalidRouteException(why);
    }
    return why;
  }

  private Map<Integer, Sharers> sharers(
      String bucket,
      RouteDocument document,
      NestedRoutes own,
      Access.Role role,
      HadoopUser caller) {
    Asked asked = new Asked(document, role.role(), caller);
    Shared known = recent.find(asked);
    if (known == null) {
      known = shared(asked, bucket, own);
      recent.put(asked, known);
    }
    // One that the document does not name for the role shares nothing with others.
    return known.buckets().contains(bucket)
        ? known.byRole().getOrDefault(role, Map.of())
        : Map.of();
  }

  /** All roles of the ARN at once: else each would have all its buckets read again. */
  private Shared shared(Asked asked, String bucket, NestedRoutes own) {
    Set<String> buckets = new TreeSet<>(neighbours.bucketsOf(asked.document(), asked.role()));
    Map<Access.Role, Map<Integer, Sharers>> byRole = new HashMap<>();
    for (String each : buckets) {
      NestedRoutes nested =
          each.equals(bucket) ? own : routes(each, asked.document(), asked.caller());
      nested
          .scoped(asked.role())
          .forEach(
              (role, scoped) ->
                  scoped.forEach(
                      read ->
                          read.scope()
                              .ifPresent(
                                  scope ->
                                      byRole
                                          .computeIfAbsent(role, none -> new TreeMap<>())
                                          .computeIfAbsent(
                                              nested.depth(scope.location(), role),
                                              depth -> new Sharers())
                                          .add(scope, nested.below(scope.location())))));
    }
    return new Shared(buckets, byRole);
  }

  /** Routes that cannot be read have no sessions: who wants theirs is told why. */
  private NestedRoutes routes(String bucket, RouteDocument document, HadoopUser caller) {
    try {
      return new NestedRoutes(neighbours.routes(bucket, document, caller));
    } catch (ConfigException | InvalidRouteException e) {
      return new NestedRoutes(List.of());
    }
  }

  private static String policy(Access.Role role, Sharers sharers) {
    if (sharers.locations().size() > MOST || sharers.below().size() > MOST) {
      throw tooLong(role, sharers, "more than " + SessionTerms.MAX_POLICY);
    }
    String policy = ScopePolicy.of(role.role().partition(), sharers.locations(), sharers.below());
    if (policy.length() > SessionTerms.MAX_POLICY) {
      throw tooLong(role, sharers, String.valueOf(policy.length()));
    }
    return policy;
  }

  private static InvalidRouteException tooLong(Access.Role role, Sharers sharers, String length) {
    List<ScopedLocation> locations = sharers.locations();
    String named =
        locations.stream()
            .limit(NAMED)
            .map(scoped -> scoped.location().toString())
            .collect(Collectors.joining(", "));
    return new InvalidRouteException(
        "the session policy of "
            + role.role()
            + " for the scope of "
            + named
            + (locations.size() > NAMED ? " and " + (locations.size() - NAMED) + " more" : "")
            + " would have "
            + length
            + " characters, and STS takes "
            + SessionTerms.MAX_POLICY
            + ". Give some of these routes another role, route fewer locations (one around several,"
            + " with less routed to others below), or set their scope to 'role'");
  }
}
