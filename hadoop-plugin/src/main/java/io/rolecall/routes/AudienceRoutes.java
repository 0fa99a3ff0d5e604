package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.routes.Audience.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses a caller's route of each place: one for the user goes before one for a group, and that
 * before one for everybody.
 *
 * <p>The place is decided first. One whose routes are all for others stays closed: a location does
 * not fall to the route of the one around it.
 */
final class AudienceRoutes {

  /** A route and whom it is for. */
  private record Candidate(WrittenRoute route, Audience audience) {}

  private final Map<Place, List<Candidate>> byPlace = new LinkedHashMap<>();

  void add(WrittenRoute route, Audience audience) {
    byPlace
        .computeIfAbsent(route.place(), absent -> new ArrayList<>())
        .add(new Candidate(route, audience));
  }

  void addAll(AudienceRoutes others) {
    others.byPlace.values().stream()
        .flatMap(List::stream)
        .forEach(candidate -> add(candidate.route, candidate.audience));
  }

  boolean hasRouteFor(Place place) {
    return byPlace.containsKey(place);
  }

  /**
   * The routes of a caller.
   *
   * @throws InvalidRouteException if two routes of a place have the same right to be chosen
   */
  List<ReadRoute> chosen(HadoopUser caller) {
    List<ReadRoute> routes = new ArrayList<>();
    byPlace.forEach(
        (place, candidates) ->
            routes.add(
                choose(place, candidates, caller)
                    .map(chosen -> chosen.route().of(caller))
                    .orElseGet(() -> ReadRoute.unscoped(nobodys(place, candidates, caller)))));
    return routes;
  }

  private static Route nobodys(Place place, List<Candidate> candidates, HadoopUser caller) {
    return new Route(place, new Access.Nobody(closed(place, candidates, caller)));
  }

  /** Empty if all are for others. */
  private static Optional<Candidate> choose(
      Place place, List<Candidate> candidates, HadoopUser caller) {
    checkNamesOnce(place, candidates);
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
      return Optional.empty();
    }
    List<Candidate> best = byFit.lastEntry().getValue();
    if (best.size() > 1) {
      throw ambiguous(place, best.get(0), best.get(1), caller);
    }
    return Optional.of(best.get(0));
  }

  /** What can be told without knowing who calls. */
  private static void checkNamesOnce(Place place, List<Candidate> candidates) {
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
                  + place.written()
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
      Place place, Candidate one, Candidate two, HadoopUser caller) {
    return new InvalidRouteException(
        "user '"
            + caller
            + "' is in the groups of two routes for "
            + place.written()
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

  private static String closed(Place place, List<Candidate> candidates, HadoopUser caller) {
    boolean byGroup = candidates.stream().anyMatch(any -> !any.audience.groups().isEmpty());
    return place.written()
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
    List<RoutedFor> all = new ArrayList<>();
    byPlace.forEach(
        (place, candidates) ->
            candidates.forEach(
                candidate ->
                    all.add(
                        candidate
                            .route()
                            .routedFor(
                                candidate.audience,
                                caller -> theirs(place, candidates, candidate, caller)))));
    return all;
  }

  /**
   * What one of a place's routes is to a caller whose name is believed; empty if another of them is
   * theirs.
   */
  private Optional<Route> theirs(
      Place place, List<Candidate> candidates, Candidate candidate, HadoopUser caller) {
    try {
      // A place that is not clear closes all others, as it does to a job.
      byPlace.forEach((each, ofEach) -> choose(each, ofEach, caller));
    } catch (InvalidRouteException e) {
      return Optional.of(
          new Route(
              place,
              new Access.Nobody(place.written() + " is closed to this user: " + e.getMessage())));
    }
    Optional<Candidate> chosen = choose(place, candidates, caller);
    return chosen.isEmpty()
        ? Optional.of(nobodys(place, candidates, caller))
        : chosen.filter(candidate::equals).map(theirs -> theirs.route().ofBelieved(caller).route());
  }

  /** The routes that a caller does not get, although they are of the bucket. */
  List<PassedOver> passedOver(HadoopUser caller) {
    List<PassedOver> lost = new ArrayList<>();
    byPlace.forEach(
        (place, candidates) -> {
          Optional<Candidate> chosen = choose(place, candidates, caller);
          for (Candidate candidate : candidates) {
            Optional<String> reason =
                chosen.equals(Optional.of(candidate))
                    ? candidate.route().closed(caller)
                    : Optional.of(others(candidate, caller));
            reason.ifPresent(
                why -> lost.add(new PassedOver(place, candidate.route().access(), why)));
          }
        });
    return lost;
  }

  private static String others(Candidate candidate, HadoopUser caller) {
    return "is for "
        + candidate.audience
        + (candidate.audience.fit(caller) == Fit.NONE
            ? ""
            : ", and another names the caller more closely");
  }
}
