package io.rolecall.metrics;

import io.rolecall.renewal.SessionStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/** All live sessions of the process, as one source of Hadoop's default metrics system. */
final class ProcessMetrics implements MetricsSource {

  private static final String NAME = "RolecallSessions";
  private static final Set<RouteMetrics> ROUTES = ConcurrentHashMap.newKeySet();
  private static boolean registered;

  /** What sessions have been through that nobody holds any more, by role. */
  private static final Map<String, SessionStatistics> ENDED = new HashMap<>();

  /** What those that are held had been through when the application before this one ended. */
  private static final Map<RouteMetrics, SessionStatistics> BEFORE = new HashMap<>();

  /** Roles beyond these are forgotten when they end. */
  private static final int ENDED_KEPT = 1000;

  private ProcessMetrics() {}

  static synchronized void add(RouteMetrics route) {
    ROUTES.add(route);
    if (!registered) {
      DefaultMetricsSystem.instance()
          .register(NAME, "Rolecall's sessions, by route", new ProcessMetrics());
      registered = true;
    }
  }

  static synchronized void remove(RouteMetrics route) {
    if (ROUTES.remove(route)) {
      SessionStatistics own = own(route).ended();
      BEFORE.remove(route);
      if (!own.equals(SessionStatistics.NONE) && ENDED.size() < ENDED_KEPT) {
        ENDED.merge(role(route), own, SessionStatistics::and);
      }
    }
    if (ROUTES.isEmpty() && registered) {
      DefaultMetricsSystem.instance().unregisterSource(NAME);
      registered = false;
    }
  }

  /** Of sessions that are held, and of those that have ended. */
  static synchronized Map<String, SessionStatistics> byRole() {
    Map<String, SessionStatistics> all = new HashMap<>(ENDED);
    ROUTES.forEach(route -> all.merge(role(route), own(route), SessionStatistics::and));
    return all;
  }

  /**
   * Begins at nothing. Sessions that are held may live on, and those that end late tell nothing.
   */
  static synchronized void startOver() {
    ENDED.clear();
    BEFORE.clear();
    ROUTES.forEach(route -> BEFORE.put(route, route.live().statistics()));
  }

  /** What a session has been through in this application. */
  private static SessionStatistics own(RouteMetrics route) {
    return route.live().statistics().since(BEFORE.getOrDefault(route, SessionStatistics.NONE));
  }

  private static String role(RouteMetrics route) {
    return RouteNumbers.roleOf(route.live().toString());
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    ROUTES.forEach(route -> route.collect(collector));
  }
}
