package io.rolecall.metrics;

import io.rolecall.renewal.SessionStatistics;
import java.util.List;
import java.util.Map;

/**
 * What all requests and sessions of this process's application have been through, by route, also
 * when the file systems that they were for are closed. A process may run one application after the
 * other: what happens before the first one, or between two, is the next one's. Thread-safe.
 */
public final class ProcessTraffic {

  private static volatile ApplicationTraffic application = new ApplicationTraffic();

  private ProcessTraffic() {}

  /**
   * The counters of a route.
   *
   * @param route location and role
   * @return counters; whoever asks for the same route counts together
   */
  public static RouteTraffic of(String route) {
    return new RouteTraffic(route, () -> application);
  }

  /**
   * The requests so far.
   *
   * @return the numbers of each route that was used
   */
  public static List<RouteNumbers> requests() {
    return application.numbers();
  }

  /**
   * The sessions so far.
   *
   * @return by role, as {@link RouteNumbers#role} names it
   */
  public static Map<String, SessionStatistics> sessions() {
    return ProcessMetrics.byRole();
  }

  /** Begins at nothing: the application has ended, and what it did has been told. */
  public static void startOver() {
    application = new ApplicationTraffic();
    ProcessMetrics.startOver();
  }
}
