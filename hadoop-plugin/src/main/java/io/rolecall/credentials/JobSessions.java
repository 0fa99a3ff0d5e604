package io.rolecall.credentials;

import io.rolecall.grant.SessionGrant;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.routes.RoutedClient;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** All sessions of one owner and job in this process: minted here, or taken from the driver. */
public interface JobSessions extends AutoCloseable {

  /**
   * What the locations of a bucket are signed with. Obtains no session, but may ask the driver for
   * routes.
   *
   * @param bucket the bucket, its settings and its user
   * @return the table; empty if nothing is routed
   * @throws IOException if the driver cannot be asked
   */
  RouteTable<RouteCredentials> routes(RoutedBucket bucket) throws IOException;

  /**
   * What the requests of a client of another service are signed with. Obtains no session, but may
   * ask the driver for the route.
   *
   * @param client the client, its settings and its user
   * @return the credentials; empty if no route is for the client
   * @throws IOException if the driver cannot be asked
   */
  Optional<RouteCredentials> route(RoutedClient client) throws IOException;

  /**
   * The routes and sessions of a bucket, for processes that cannot ask later. All sessions are got
   * at the same time, each by its own deadline.
   *
   * @param bucket the bucket, its settings and its user
   * @param wanted the locations whose roles are wanted, with what lies below them; those of other
   *     buckets do not count. None: all roles of the bucket
   * @return all routes; each wanted role with its session, or why there is none, and the others
   *     with neither
   * @throws java.io.InterruptedIOException if the thread is interrupted; its flag is set
   * @throws IOException if the routes cannot be had
   */
  SessionGrant grant(RoutedBucket bucket, Collection<S3Location> wanted) throws IOException;

  /**
   * Takes what a token of the owner carries. A process that mints needs none of it.
   *
   * @param token routes and sessions
   */
  void accept(SessionGrant token);

  /**
   * The job's id, as far as it is known.
   *
   * @return the id; empty if this process has not been told
   */
  String jobId();

  @Override
  void close();
}
