package io.rolecall.spark.traffic;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.rolecall.metrics.RouteNumbers;
import io.rolecall.session.SessionStatistics;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

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
   * Adds this process's routes that were not there yet.
   *
   * @param numbers of their requests
   * @param sessions by role
   */
  synchronized void refresh(
      Supplier<List<RouteNumbers>> numbers, Supplier<Map<String, SessionStatistics>> sessions) {
    for (RouteNumbers route : numbers.get()) {
      String place = place(route.location());
      if (known.size() < PLACES && known.add(place)) {
        addRequests("route." + place, of(place, numbers));
        addSessions("route." + place, of(place, numbers), sessions);
      }
    }
  }

  /**
   * Adds the requests of executors' routes that were not there yet.
   *
   * @param numbers of all executors together
   */
  synchronized void refreshExecutors(Supplier<List<RouteNumbers>> numbers) {
    for (RouteNumbers route : numbers.get()) {
      String place = place(route.location());
      if (knownOfExecutors.size() < PLACES && knownOfExecutors.add(place)) {
        addRequests("executors.route." + place, of(place, numbers));
      }
    }
  }

  /** The numbers of a place; locations with the same place are added up. */
  private static Supplier<List<RouteNumbers>> of(
      String place, Supplier<List<RouteNumbers>> numbers) {
    return () ->
        numbers.get().stream().filter(route -> place.equals(place(route.location()))).toList();
  }

  private void addRequests(String name, Supplier<List<RouteNumbers>> mine) {
    REQUESTS.forEach(
        (what, of) -> gauge(name + "." + what, () -> mine.get().stream().mapToLong(of).sum()));
  }

  private void addSessions(
      String name,
      Supplier<List<RouteNumbers>> mine,
      Supplier<Map<String, SessionStatistics>> sessions) {
    SESSIONS.forEach(
        (what, of) ->
            gauge(
                name + "." + what,
                () -> {
                  Map<String, SessionStatistics> byRole = sessions.get();
                  return mine.get().stream()
                      .map(RouteNumbers::role)
                      .distinct()
                      .map(role -> byRole.getOrDefault(role, SessionStatistics.NONE))
                      .mapToLong(of.apply(clock))
                      .sum();
                }));
  }

  private void gauge(String name, Supplier<Long> value) {
    registry.register(name, (Gauge<Long>) value::get);
  }

  /** A location as a metric's name has it. */
  static String place(String location) {
    return location.replaceFirst("^s3a://", "").replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
