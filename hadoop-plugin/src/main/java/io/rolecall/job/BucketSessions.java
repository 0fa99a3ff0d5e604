package io.rolecall.job;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.declaration.Declarations;
import io.rolecall.declaration.LaunchMark;
import io.rolecall.failure.FileFailure;
import io.rolecall.grant.SessionGrant;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.RouteTable;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.routes.RoutedClient;
import io.rolecall.token.RolecallTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The sessions of one user for whatever bucket or client he names: a share in what file systems of
 * this process have, in the way that a file system would take it, with a token or without.
 * Thread-safe.
 */
public final class BucketSessions implements AutoCloseable {

  private final Configuration conf;
  private final UserGroupInformation owner;
  private final LaunchMark mark;

  /** One of each kind of session, however many buckets are asked for; guarded by itself. */
  private final List<OwnerSessions> shares = new ArrayList<>();

  private boolean closed;

  private BucketSessions(Configuration conf, UserGroupInformation owner, LaunchMark mark) {
    this.conf = conf;
    this.owner = owner;
    this.mark = mark;
  }

  /**
   * The sessions of the current Hadoop user. Nothing is read yet.
   *
   * @param conf the Hadoop configuration, which has to agree with what was declared
   * @return the sessions; to be closed
   * @throws ConfigException if the current user cannot be determined
   */
  public static BucketSessions of(Configuration conf) {
    try {
      return new BucketSessions(conf, UserGroupInformation.getCurrentUser(), LaunchMark.now());
    } catch (IOException e) {
      throw new ConfigException(
          "the current Hadoop user cannot be determined: " + FileFailure.reason(e), e);
    }
  }

  /**
   * What the locations of a bucket are signed with. May ask the driver for routes.
   *
   * @param bucket the bucket
   * @return the table; empty if nothing is routed
   * @throws ConfigException if the configuration is not what was declared, or not valid
   * @throws IOException if the driver cannot be asked, or a token cannot be read
   */
  public RouteTable<RouteCredentials> routes(String bucket) throws IOException {
    RoutedBucket routed = Declarations.admit(conf, bucket).of(bucket, HadoopUser.of(owner));
    SessionGrant granted = RolecallTokens.find(owner, bucket);
    OwnerSessions taken =
        granted == null
            ? OwnerSessions.acquire(owner, routed.config())
            : OwnerSessions.acquireWithToken(owner, routed.config());
    OwnerSessions share = keep(taken);
    if (granted != null) {
      share.sessions().accept(granted);
    }
    return share.sessions().routes(routed);
  }

  /**
   * What the requests of a client of another service are signed with. May ask the driver for the
   * route. Tokens have none: they are of buckets.
   *
   * @param client the client
   * @return the credentials; empty if no route is for the client
   * @throws ConfigException if the configuration is not what was declared, or not valid
   * @throws IOException if the driver cannot be asked
   */
  public Optional<RouteCredentials> route(NamedClient client) throws IOException {
    RoutedClient routed = Declarations.admit(conf, client).of(client, HadoopUser.of(owner));
    return keep(OwnerSessions.acquire(owner, routed.config())).sessions().route(routed);
  }

  /**
   * What the requests for a place are signed with. May ask the driver for routes.
   *
   * @param place a location, or a client
   * @return the credentials; empty if no route covers the place
   * @throws ConfigException if the configuration is not what was declared, or not valid
   * @throws IOException if the driver cannot be asked, or a token cannot be read
   */
  public Optional<RouteCredentials> at(Place place) throws IOException {
    Lookup lookup =
        place.match(
            location ->
                () -> Optional.ofNullable(routes(location.bucket()).find(location.prefix())),
            client -> () -> route(client));
    return lookup.find();
  }

  /** Finds what a place is signed with. */
  private interface Lookup {
    Optional<RouteCredentials> find() throws IOException;
  }

  /**
   * Checks that they are for the application that runs now; for each use of what was found once.
   * Cheap.
   *
   * @param who what has them, for the message
   * @throws ConfigException if another application has started; the shares are given back then
   */
  public void check(String who) {
    try {
      mark.check(who);
    } catch (ConfigException e) {
      close();
      throw e;
    }
  }

  private OwnerSessions keep(OwnerSessions taken) {
    synchronized (shares) {
      for (OwnerSessions share : shares) {
        if (share.sessions() == taken.sessions()) {
          taken.close();
          return share;
        }
      }
      if (!closed) {
        shares.add(taken);
        return taken;
      }
    }
    taken.close();
    throw new ConfigException(
        "this client is closed and signs nothing any more: make a new one", null);
  }

  /** Gives the shares back. */
  @Override
  public void close() {
    List<OwnerSessions> held;
    synchronized (shares) {
      closed = true;
      held = List.copyOf(shares);
      shares.clear();
    }
    held.forEach(OwnerSessions::close);
  }

  /** The user; no sessions. */
  @Override
  public String toString() {
    return "sessions of " + owner.getShortUserName();
  }
}
