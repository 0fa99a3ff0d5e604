package io.rolecall.metrics;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The counters of one application's routes. Thread-safe. */
final class ApplicationTraffic {

  /** Routes beyond these are counted together: a process may open any number of buckets. */
  private static final int ROUTES_KEPT = 1000;

  private static final String OTHERS = "others";

  private final ConcurrentMap<String, RouteCounters> routes = new ConcurrentHashMap<>();

  /** The counters of a route, the same for whoever asks. */
  RouteCounters of(String route) {
    RouteCounters known = routes.get(route);
    if (known != null) {
      return known;
    }
    String name = routes.size() < ROUTES_KEPT ? route : OTHERS;
    return routes.computeIfAbsent(name, absent -> new RouteCounters());
  }

  /** The numbers of each route that was used. */
  List<RouteNumbers> numbers() {
    return routes.entrySet().stream()
        .map(entry -> entry.getValue().numbers(entry.getKey()))
        .toList();
  }
}
