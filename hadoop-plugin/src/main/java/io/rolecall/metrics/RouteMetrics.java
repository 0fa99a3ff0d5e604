package io.rolecall.metrics;

import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStatistics;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.lib.Interns;

/** What is published of one live session. */
record RouteMetrics(LiveSession live, String user, Supplier<String> job, Clock clock)
    implements SessionMXBean {

  @Override
  public String getRoute() {
    return live.toString();
  }

  @Override
  public String getUser() {
    return user;
  }

  @Override
  public String getJob() {
    return job.get();
  }

  @Override
  public long getSessions() {
    return live.statistics().sessions();
  }

  @Override
  public long getRenewals() {
    return live.statistics().renewals();
  }

  @Override
  public long getFailures() {
    return live.statistics().failures();
  }

  @Override
  public long getExpiredRetries() {
    return live.statistics().expiredRetries();
  }

  @Override
  public long getMeanRenewalMillis() {
    return live.statistics().meanWait().toMillis();
  }

  @Override
  public long getSecondsToExpiry() {
    return live.statistics().secondsToExpiry(clock.instant());
  }

  /** Adds one record, tagged by route, user and job. */
  void collect(MetricsCollector collector) {
    SessionStatistics statistics = live.statistics();
    collector
        .addRecord("RolecallSession")
        .setContext("rolecall")
        .tag(Interns.info("Route", "location and role"), getRoute())
        .tag(Interns.info("User", "Hadoop user"), user)
        .tag(Interns.info("Job", "the job's id"), getJob())
        .addCounter(Interns.info("Sessions", "sessions obtained"), statistics.sessions())
        .addCounter(
            Interns.info("Renewals", "sessions that took the place of an earlier one"),
            statistics.renewals())
        .addCounter(Interns.info("Failures", "failures to get a session"), statistics.failures())
        .addCounter(
            Interns.info("ExpiredRetries", "requests signed again after an expired session"),
            statistics.expiredRetries())
        .addGauge(
            Interns.info("MeanRenewalMillis", "how long the source of sessions takes"),
            statistics.meanWait().toMillis())
        .addGauge(
            Interns.info("SecondsToExpiry", "how long the current session lasts"),
            statistics.secondsToExpiry(clock.instant()));
  }
}
