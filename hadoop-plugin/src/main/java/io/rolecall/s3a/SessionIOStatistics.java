package io.rolecall.s3a;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.route.RouteTable;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.MeanStatistic;

/**
 * S3A's statistics of a file system, with those of its routes' sessions. Sessions are shared by the
 * file systems of one user and job, and so are their numbers. Thread-safe.
 */
final class SessionIOStatistics implements IOStatistics {

  private static final String PREFIX = "rolecall_";
  private static final String SECONDS_TO_EXPIRY = PREFIX + "seconds_to_expiry";

  private final IOStatistics s3a;
  private final RouteTable<RouteCredentials> routes;
  private final Clock clock;

  SessionIOStatistics(IOStatistics s3a, RouteTable<RouteCredentials> routes, Clock clock) {
    this.s3a = s3a;
    this.routes = routes;
    this.clock = clock;
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>(s3a.counters());
    SessionStatistics all = all();
    counters.put(PREFIX + "sessions", all.sessions());
    counters.put(PREFIX + "renewals", all.renewals());
    counters.put(PREFIX + "renewal_failures", all.failures());
    counters.put(PREFIX + "expired_retries", all.expiredRetries());
    return counters;
  }

  /** The time to expiry: the shortest of all, and that of each prefix that has a route. */
  @Override
  public Map<String, Long> gauges() {
    Map<String, Long> gauges = new HashMap<>(s3a.gauges());
    gauges.put(SECONDS_TO_EXPIRY, all().secondsToExpiry(clock.instant()));
    routes
        .byPrefix()
        .forEach(
            (prefix, route) ->
                gauges.put(
                    SECONDS_TO_EXPIRY + ".s3a://" + routes.bucket() + "/" + prefix,
                    route.statistics().secondsToExpiry(clock.instant())));
    return gauges;
  }

  @Override
  public Map<String, Long> minimums() {
    return s3a.minimums();
  }

  @Override
  public Map<String, Long> maximums() {
    return s3a.maximums();
  }

  @Override
  public Map<String, MeanStatistic> meanStatistics() {
    Map<String, MeanStatistic> means = new HashMap<>(s3a.meanStatistics());
    SessionStatistics all = all();
    means.put(PREFIX + "renewal_millis", new MeanStatistic(all.flights(), all.waited().toMillis()));
    return means;
  }

  /** Routes to the same role share a session, which counts once. */
  private SessionStatistics all() {
    return new HashSet<>(routes.byPrefix().values())
        .stream()
            .map(RouteCredentials::statistics)
            .reduce(SessionStatistics.NONE, SessionStatistics::and);
  }
}
