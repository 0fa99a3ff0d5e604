package io.rolecall.job;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.Unrouted;
import io.rolecall.declaration.Declarations;
import io.rolecall.declaration.LaunchMark;
import io.rolecall.route.RouteTable;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The credentials of a bucket for a client that signs by itself, with one identity for all of its
 * keys. It shares the sessions that its user has in this process. Thread-safe.
 *
 * <p>A bucket whose prefixes have routes of their own is refused: such a client would access them
 * as the bucket.
 */
public final class WholeBucketCredentials implements AutoCloseable {

  private final RoutedBucket bucket;
  private final OwnerSessions share;
  private volatile @Nullable RouteCredentials credentials;

  private final String instead;

  /** EMRFS's clients may outlive the application, too. */
  private final LaunchMark mark;

  private WholeBucketCredentials(
      RoutedBucket bucket, String instead, OwnerSessions share, LaunchMark mark) {
    this.bucket = bucket;
    this.instead = instead;
    this.share = share;
    this.mark = mark;
  }

  /**
   * The credentials of a bucket for the current Hadoop user. Makes no network call yet.
   *
   * @param conf the Hadoop configuration
   * @param bucket the bucket's name
   * @param instead what goes on after "has routes for prefixes": who signs with one identity, and
   *     what does not
   * @return the credentials; to be closed, or their sessions are renewed for as long as somebody
   *     asks for them
   */
  public static WholeBucketCredentials of(Configuration conf, String bucket, String instead) {
    // First: another application may start while this one's routes are read.
    LaunchMark mark = LaunchMark.now();
    return of(Declarations.admit(conf, bucket), bucket, instead, mark);
  }

  /**
   * The same for EMRFS, whose own keys must be as they were declared, too.
   *
   * @param conf EMRFS's configuration
   * @param bucket the bucket's name
   * @param instead who signs with one identity, and what does not, for a message
   * @return the credentials; to be closed
   */
  public static WholeBucketCredentials ofEmrfs(Configuration conf, String bucket, String instead) {
    LaunchMark mark = LaunchMark.now();
    return of(Declarations.admitEmrfs(conf, bucket), bucket, instead, mark);
  }

  private static WholeBucketCredentials of(
      RouteBook routes, String bucket, String instead, LaunchMark mark) {
    try {
      UserGroupInformation owner = UserGroupInformation.getCurrentUser();
      RoutedBucket routed = routes.of(bucket, HadoopUser.of(owner));
      return new WholeBucketCredentials(
          routed, instead, OwnerSessions.acquire(owner, routed.config()), mark);
    } catch (IOException e) {
      throw new UncheckedIOException("the current Hadoop user cannot be determined", e);
    }
  }

  /**
   * What is valid now.
   *
   * @return credentials; waits for them, bounded, if there are none
   * @throws ConfigException if the bucket has no route, or routes for prefixes
   * @throws io.rolecall.session.SessionUnavailableException if none can be had
   * @throws UncheckedIOException if the driver cannot be asked for the bucket's route
   */
  public AwsCredentialsIdentity current() {
    return credentials().current();
  }

  /**
   * Gives up the session that is valid now, because the client thinks that the store refuses it. It
   * is believed twice per half of a session's lifetime: it may think so after every denial.
   */
  public void refresh() {
    RouteCredentials route = credentials();
    String accessKeyId = route.isReady() ? route.current().accessKeyId() : null;
    if (accessKeyId != null) {
      route.onRejected(accessKeyId, Rejection.PERHAPS_EXPIRED);
    }
  }

  /** Without a lock: it may wait for the driver. Whoever comes meanwhile finds the same. */
  private RouteCredentials credentials() {
    try {
      mark.check("the credentials provider of s3a://" + bucket.bucket());
    } catch (ConfigException e) {
      close(); // Nobody may use its sessions any more.
      throw e;
    }
    RouteCredentials known = credentials;
    if (known == null) {
      known = find();
      credentials = known;
    }
    return known;
  }

  private RouteCredentials find() {
    String location = "s3a://" + bucket.bucket();
    RouteTable<RouteCredentials> routes;
    try {
      routes = share.sessions().routes(bucket);
    } catch (IOException e) {
      throw new UncheckedIOException("no route of " + location + ": " + e.getMessage(), e);
    }
    RouteCredentials whole = routes.whole();
    if (routes.byPrefix().size() > (whole == null ? 0 : 1)) {
      throw new ConfigException(
          location
              + " has routes for prefixes ("
              + routes
              + ")"
              + instead
              + ", or route the bucket as a whole",
          null);
    }
    if (whole == null) {
      throw new ConfigException(
          Unrouted.named(bucket.bucket())
              + "; {\"location\": \"s3a://*\", \"identity\": \"base\"} lets the cluster's own"
              + " identity access every other bucket",
          null);
    }
    return whole;
  }

  /** Gives its share in the sessions back. */
  @Override
  public void close() {
    share.close();
  }

  /** The bucket; none of the credentials. */
  @Override
  public String toString() {
    return "credentials of s3a://" + bucket.bucket();
  }
}
