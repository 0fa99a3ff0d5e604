package io.rolecall.spark.traffic;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.rolecall.metrics.RouteNumbers;
import io.rolecall.renewal.SessionStatistics;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Routes as metrics: {@code route.PLACE.requests} and so on, where PLACE is the route's location
 * with letters, digits, {@code -} and {@code _} alone. Those of a route are there from its first
 * request on. Thread-safe.
 */
final class RouteGauges {

  /** The gauges of a route's requests. */
  static final Map<String, ToLongFunction<RouteNumbers>> REQUESTS =
      Map.of(
          "requests", RouteNumbers::requests,
          "bytesRead", RouteNumbers::bytesRead,
          "bytesWritten", RouteNumbers::bytesWritten,
          "repeated", RouteNumbers::repeated,
          "denied", RouteNumbers::denied);

  /** The gauges of the sessions of a route's role. */
  static final Map<String, Function<Clock, ToLongFunction<SessionStatistics>>> SESSIONS =
      Map.of(
          "sessions", clock -> SessionStatistics::sessions,
          "renewals", clock -> SessionStatistics::renewals,
          "failures", clock -> SessionStatistics::failures,
          "secondsToExpiry", clock -> session -> session.secondsToExpiry(clock.instant()));

  /** Gauges are never taken away, and executors may name any number of routes. */
  private static final int PLACES = 1000;

  private final MetricRegistry registry;
  private final Clock clock;
  private final Set<String> known = new HashSet<>();
  private final Set<String> knownOfExecutors = new HashSet<>();

  /** As they stood at the last refresh: a report reads thousands of gauges. */
  private volatile Map<String, List<RouteNumbers>> own = Map.of();

  private volatile Map<String, List<RouteNumbers>> ofExecutors = Map.of();
  private volatile Map<String, SessionStatistics> sessionsByRole = Map.of();

  /**
   * Registers the number of routes at once: Spark does not register a source that is empty.
   *
   * @param registry the plugin's registry
   */
  RouteGauges(MetricRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    registry.register("routes", (Gauge<Integer>) () -> places());
  }

  private synchronized int places() {
    return known.size();
  }

  /**
   * Takes this process's numbers, and adds its routes that were not there yet.
   *
   * @param numbers of their requests
   * @param sessions by role
   */
  synchronized void refresh(List<RouteNumbers> numbers, Map<String, SessionStatistics> sessions) {
    own = byPlace(numbers);
    sessionsByRole = sessions;
    for (String place : own.keySet()) {
      if (known.size() < PLACES && known.add(place)) {
        addRequests("route." + place, () -> own.getOrDefault(place, List.of()));
        addSessions("route." + place, () -> own.getOrDefault(place, List.of()));
      }
    }
  }

  /**
   * Takes the numbers of executors, and adds their routes that were not there yet.
   *
   * @param numbers of all executors together
   */
  synchronized void refreshExecutors(List<RouteNumbers> numbers) {
    ofExecutors = byPlace(numbers);
    for (String place : ofExecutors.keySet()) {
      if (knownOfExecutors.size() < PLACES && knownOfExecutors.add(place)) {
        addRequests("executors.route." + place, () -> ofExecutors.getOrDefault(place, List.of()));
      }
    }
  }

  /** Locations with the same place are added up. */
  private static Map<String, List<RouteNumbers>> byPlace(List<RouteNumbers> numbers) {
    return numbers.stream()
        .collect(
            Collectors.groupingBy(
                route -> place(route.location()), LinkedHashMap::new, Collectors.toList()));
  }

  private void addRequests(String name, Supplier<List<RouteNumbers>> mine) {
    REQUESTS.forEach(
        (what, of) -> gauge(name + "." + what, () -> mine.get().stream().mapToLong(of).sum()));
  }

  private void addSessions(String name, Supplier<List<RouteNumbers>> mine) {
    SESSIONS.forEach(
        (what, of) ->
            gauge(
                name + "." + what,
                () ->
                    mine.get().stream()
                        .map(RouteNumbers::role)
                        .distinct()
                        .map(role -> sessionsByRole.getOrDefault(role, SessionStatistics.NONE))
                        .mapToLong(of.apply(clock))
                        .sum()));
  }

  private void gauge(String name, Supplier<Long> value) {
    registry.register(name, (Gauge<Long>) value::get);
  }

  /** A location as a metric's name has it. */
  static String place(String location) {
    return location.replaceFirst("^s3a://", "").replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
