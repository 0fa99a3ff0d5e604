package io.rolecall.metrics;

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
    ROUTES.remove(route);
    if (ROUTES.isEmpty() && registered) {
      DefaultMetricsSystem.instance().unregisterSource(NAME);
      registered = false;
    }
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    ROUTES.forEach(route -> route.collect(collector));
  }
}
