package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.Audience.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses a caller's route of each location: one for the user goes before one for a group, and that
 * before one for everybody.
 *
 * <p>The location is decided first. One whose routes are all for others stays closed: it does not
 * fall to the route of the location around it.
 */
final class AudienceRoutes {

  /** A route and whom it is for. */
  private record Candidate(ReadRoute read, Audience audience) {
    Route route() {
      return read.route();
    }
  }

  private final Map<S3Location, List<Candidate>> byLocation = new LinkedHashMap<>();

  void add(ReadRoute read, Audience audience) {
    byLocation
        .computeIfAbsent(read.route().location(), absent -> new ArrayList<>())
        .add(new Candidate(read, audience));
  }

  void addAll(AudienceRoutes others) {
    others.byLocation.values().stream()
        .flatMap(List::stream)
        .forEach(candidate -> add(candidate.read, candidate.audience));
  }

  boolean hasRouteFor(S3Location location) {
    return byLocation.containsKey(location);
  }

  /**
   * The routes of a caller.
   *
   * @throws InvalidRouteException if two routes of a location have the same right to be chosen
   */
  List<ReadRoute> chosen(HadoopUser caller) {
    List<ReadRoute> routes = new ArrayList<>();
    byLocation.forEach((location, candidates) -> routes.add(choose(location, candidates, caller)));
    return routes;
  }

  private static ReadRoute choose(
      S3Location location, List<Candidate> candidates, HadoopUser caller) {
    checkNamesOnce(location, candidates);
    // From the closest fit down; enums sort as they are declared.
    TreeMap<Fit, List<Candidate>> byFit =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    candidate -> candidate.audience.fit(caller),
                    TreeMap::new,
                    Collectors.toList()));
    byFit.remove(Fit.NONE);
    if (byFit.isEmpty()) {
      return ReadRoute.unscoped(
          new Route(location, new Access.Nobody(closed(location, candidates, caller))));
    }
    List<Candidate> best = byFit.lastEntry().getValue();
    if (best.size() > 1) {
      throw ambiguous(location, best.get(0), best.get(1), caller);
    }
    return best.get(0).read;
  }

  /** What can be told without knowing who calls. */
  private static void checkNamesOnce(S3Location location, List<Candidate> candidates) {
    Map<String, Candidate> names = new HashMap<>();
    for (Candidate candidate : candidates) {
      List<String> own = new ArrayList<>();
      candidate.audience.users().forEach(user -> own.add("user '" + user + "'"));
      candidate.audience.groups().forEach(group -> own.add("group '" + group + "'"));
      if (candidate.audience.isEverybody()) {
        own.add("everybody");
      }
      for (String name : own) {
        Candidate other = names.putIfAbsent(name, candidate);
        if (other != null) {
          throw new InvalidRouteException(
              "two routes for "
                  + location.written()
                  + (name.equals("everybody") ? "" : " and " + name)
                  + ": "
                  + other.route().access()
                  + " and "
                  + candidate.route().access()
                  + "; keep one");
        }
      }
    }
  }

  /** Groups may overlap, and only the caller shows that they do. */
  private static InvalidRouteException ambiguous(
      S3Location location, Candidate one, Candidate two, HadoopUser caller) {
    return new InvalidRouteException(
        "user '"
            + caller
            + "' is in the groups of two routes for "
            + location.written()
            + ": "
            + one.route().access()
            + " ("
            + one.audience
            + ") and "
            + two.route().access()
            + " ("
            + two.audience
            + "). Add a route for the user, or keep one");
  }

  private static String closed(S3Location location, List<Candidate> candidates, HadoopUser caller) {
    boolean byGroup = candidates.stream().anyMatch(any -> !any.audience.groups().isEmpty());
    return location.written()
        + " is routed for "
        + candidates.stream()
            .map(candidate -> candidate.audience.toString())
            .collect(Collectors.joining(", "))
        + " alone, and user '"
        + caller
        + (byGroup ? "' (groups " + caller.groups() + ")" : "'")
        + " is not among them. Add the user or a group to a route, or a route for everybody";
  }

  /** All routes, whoever they are for. */
  List<RoutedFor> all() {
    return byLocation.values().stream()
        .flatMap(List::stream)
        .map(
            candidate ->
                new RoutedFor(candidate.route(), candidate.read.scope(), candidate.audience))
        .toList();
  }

  /** The routes that a caller does not get, although they are of the bucket. */
  List<PassedOver> passedOver(HadoopUser caller) {
    Set<ReadRoute> chosen = Set.copyOf(chosen(caller));
    List<PassedOver> lost = new ArrayList<>();
    byLocation.forEach(
        (location, candidates) -> {
          for (Candidate candidate : candidates) {
            if (!chosen.contains(candidate.read)) {
              lost.add(
                  new PassedOver(
                      candidate.route(),
                      candidate.audience.fit(caller) == Fit.NONE
                          ? "is for " + candidate.audience
                          : "is for "
                              + candidate.audience
                              + ", and another names the caller more closely"));
            }
          }
        });
    return lost;
  }
}
