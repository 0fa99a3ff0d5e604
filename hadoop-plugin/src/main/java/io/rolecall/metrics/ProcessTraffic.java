package io.rolecall.metrics;

import io.rolecall.renewal.SessionStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What all requests and sessions of this process have been through, by route, also when the file
 * systems that they were for are closed. Thread-safe.
 */
public final class ProcessTraffic {

  /** Routes beyond these are counted together: a process may open any number of buckets. */
  private static final int ROUTES_KEPT = 1000;

  private static final String OTHERS = "others";

  private static final ConcurrentMap<String, RouteTraffic> ROUTES = new ConcurrentHashMap<>();

  private ProcessTraffic() {}

  /**
   * The counters of a route.
   *
   * @param route location and role
   * @return the counters, the same for whoever asks
   */
  public static RouteTraffic of(String route) {
    RouteTraffic known = ROUTES.get(route);
    if (known != null) {
      return known;
    }
    String name = ROUTES.size() < ROUTES_KEPT ? route : OTHERS;
    return ROUTES.computeIfAbsent(name, absent -> new RouteTraffic());
  }

  /**
   * The requests so far.
   *
   * @return the numbers of each route that was used
   */
  public static List<RouteNumbers> requests() {
    return ROUTES.entrySet().stream()
        .map(entry -> entry.getValue().numbers(entry.getKey()))
        .toList();
  }

  /**
   * The sessions so far.
   *
   * @return by role, as {@link RouteNumbers#role} names it
   */
  public static Map<String, SessionStatistics> sessions() {
    return ProcessMetrics.byRole();
  }
}
