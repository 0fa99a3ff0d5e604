package io.rolecall.client;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.credentials.Unrouted;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.BucketAddress;
import io.rolecall.route.BucketNames;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RouteTable;
import io.rolecall.signing.RequestRouter;
import io.rolecall.signing.RequestRoutes;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The routes of one client, which may serve any bucket. The routes of a bucket are found at its
 * first request; an executor asks the driver for them then. Thread-safe; no lock is held over a
 * call.
 */
final class ClientRoutes implements RequestRouter, AutoCloseable {

  /** Clients that nobody closed give their sessions back when the garbage collector finds them. */
  static final Cleaner DROPPED = Cleaner.create();

  /** More than a client serves at a time; what is forgotten is found again. */
  private static final int REMEMBERED = 1000;

  private static final String SESSION = "session";
  private static final String EXPRESS_SUFFIX = "--x-s3";

  private final BucketSessions sessions;
  private final ConcurrentMap<String, RequestRoutes> known = new ConcurrentHashMap<>();

  /** Those that a request names in its own field, before it is known where it is sent. */
  private final ConcurrentMap<String, RequestRoutes> named = new ConcurrentHashMap<>();

  private volatile ClientEndpoint endpoint = new ClientEndpoint(null);
  private volatile BucketNames names = new BucketNames(null);

  private final Configuration conf;

  private ClientRoutes(BucketSessions sessions, Configuration conf) {
    this.sessions = sessions;
    this.conf = conf;
  }

  /** The routes of a configuration, for the current Hadoop user. Nothing is read yet. */
  static ClientRoutes of(Configuration conf) {
    return new ClientRoutes(BucketSessions.of(conf), conf);
  }

  /**
   * Tells where the client sends its requests; before its first.
   *
   * @param where null if the SDK chooses among Amazon's hosts
   * @throws ConfigException if requests there could not be told apart
   */
  void reachedAt(@Nullable URI where) {
    try {
      BucketAddress.of("bucket", where, null);
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          "the client's endpoint '"
              + String.valueOf(where).replaceFirst("//[^/]*@", "//***@")
              + "': "
              + e.getMessage(),
          e);
    }
    endpoint = new ClientEndpoint(where);
    names = new BucketNames(where);
  }

  @Override
  public RoutedLocation find(SdkHttpRequest request, @Nullable Supplier<List<String>> deletedKeys) {
    String bucket = names.in(request.host(), request.encodedPath());
    if (bucket == null) {
      throw AccessDenied.because(
          "a request to "
              + request.host()
              + request.encodedPath()
              + ": no bucket can be told from it, so it has no route. Name a bucket, not an access"
              + " point's ARN; requests about no bucket (ListBuckets) have no route");
    }
    RequestRoutes routes = of(bucket, request.host());
    if (request.rawQueryParameters().containsKey(SESSION)
        && bucket.endsWith(EXPRESS_SUFFIX)
        && routes.routes().single() == null) {
      throw AccessDenied.because(
          "s3a://"
              + bucket
              + " is a bucket of S3 Express with routes for prefixes ("
              + routes.routes()
              + "), but its sessions are for whole buckets. Build the client with"
              + " disableS3ExpressSessionAuth(true), or route the whole bucket to one role");
    }
    return routes.find(request, deletedKeys);
  }

  /** The routes of a bucket that a request names in its own field. */
  BucketRoutes ofNamed(String bucket) {
    return of(bucket, endpoint.host()).routes();
  }

  private RequestRoutes of(String bucket, String host) {
    try {
      sessions.check("this client of S3");
    } catch (ConfigException e) {
      throw AccessDenied.because(String.valueOf(e.getMessage()));
    }
    ConcurrentMap<String, RequestRoutes> asked = host.isEmpty() ? named : known;
    RequestRoutes found = asked.get(bucket);
    if (found != null) {
      return found;
    }
    RequestRoutes opened =
        RequestRoutes.of(
            new BucketRoutes(read(bucket, host)), BucketAddress.of(bucket, endpoint.where(), null));
    if (asked.size() >= REMEMBERED) {
      asked.clear();
    }
    asked.put(bucket, opened);
    return opened;
  }

  private RouteTable<RouteCredentials> read(String bucket, String host) {
    endpoint.checkDeclared(conf, bucket, host);
    RouteTable<RouteCredentials> routes;
    try {
      routes = sessions.routes(bucket);
    } catch (ConfigException e) {
      throw AccessDenied.because(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw AccessDenied.because("no route of s3a://" + bucket + ": " + e.getMessage());
    }
    if (routes.isEmpty()) {
      throw AccessDenied.because(Unrouted.named(bucket));
    }
    endpoint.checkPartition(routes, host);
    return routes;
  }

  @Override
  public void close() {
    known.clear();
    named.clear();
    sessions.close();
  }
}
