package io.rolecall.metrics;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what requests to the locations of one route go through in this process. Whoever holds it
 * may outlive the application that it was made for: it counts for the one that runs. Thread-safe.
 */
public final class RouteTraffic {

  private final String route;
  private final Supplier<ApplicationTraffic> application;
  private volatile @Nullable Joined joined;

  /** Where it counts, and for which application. */
  private record Joined(ApplicationTraffic application, RouteCounters counters) {}

  /**
   * Counts nothing yet.
   *
   * @param route location and role
   * @param application the traffic of the application that runs
   */
  RouteTraffic(String route, Supplier<ApplicationTraffic> application) {
    this.route = route;
    this.application = application;
  }

  /**
   * A request was answered.
   *
   * @param written how many bytes its body has
   * @param read how many bytes the answer's body is said to have
   */
  public void answered(long written, long read) {
    counters().answered(written, read);
  }

  /** A request met an expired session, and is signed again. */
  public void repeated() {
    counters().repeated();
  }

  /** The store has denied a request. */
  public void denied() {
    counters().denied();
  }

  private RouteCounters counters() {
    ApplicationTraffic now = application.get();
    Joined known = joined;
    if (known == null || known.application() != now) {
      known = new Joined(now, now.of(route));
      joined = known;
    }
    return known.counters();
  }
}
