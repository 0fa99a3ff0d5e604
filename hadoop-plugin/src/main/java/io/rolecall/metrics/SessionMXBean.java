package io.rolecall.metrics;

import javax.management.MXBean;

/** A route's sessions in JMX, as {@code Hadoop:service=Rolecall,name=Session<n>-<location>}. */
@MXBean
public interface SessionMXBean {

  /**
   * The route.
   *
   * @return location and role
   */
  String getRoute();

  /**
   * Whose sessions they are.
   *
   * @return the Hadoop user
   */
  String getUser();

  /**
   * What they are for.
   *
   * @return the job's id; empty if it is not known
   */
  String getJob();

  /**
   * How many sessions were obtained.
   *
   * @return a count
   */
  long getSessions();

  /**
   * How many of them took the place of an earlier one.
   *
   * @return a count
   */
  long getRenewals();

  /**
   * How many times none could be had.
   *
   * @return a count
   */
  long getFailures();

  /**
   * How many requests met an expired session and were signed again.
   *
   * @return a count
   */
  long getExpiredRetries();

  /**
   * How long the source of sessions takes.
   *
   * @return the mean, in milliseconds
   */
  long getMeanRenewalMillis();

  /**
   * How long the current session lasts.
   *
   * @return seconds; 0 if there is none, or it was due and nobody had used it
   */
  long getSecondsToExpiry();
}
