package io.rolecall.delegation;

import io.rolecall.config.RoutedBucket;
import io.rolecall.route.RouteTable;
import java.io.IOException;

/** All sessions of one owner and job in this process: minted here, or taken from the driver. */
interface JobSessions extends AutoCloseable {

  /**
   * What the locations of a bucket are signed with. Asks nobody for sessions, but may ask the
   * driver for routes.
   *
   * @param bucket the bucket, its settings and its user
   * @return the table; empty if nothing is routed
   * @throws IOException if the driver cannot be asked
   */
  RouteTable<RouteCredentials> routes(RoutedBucket bucket) throws IOException;

  /**
   * The routes and sessions of a bucket, for other processes.
   *
   * @param bucket the bucket, its settings and its user
   * @return a grant that holds a valid session for each role
   * @throws IOException if a session cannot be had
   */
  SessionGrant grant(RoutedBucket bucket) throws IOException;

  /**
   * The job's id, as far as it is known.
   *
   * @return the id; empty if this process has not been told
   */
  String jobId();

  @Override
  void close();
}
