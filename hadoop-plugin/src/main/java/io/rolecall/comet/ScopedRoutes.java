package io.rolecall.comet;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.Unrouted;
import io.rolecall.job.BucketSessions;
import io.rolecall.route.BucketNames;
import io.rolecall.route.RouteTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one user's buckets, by the locations that a native reader asks for. The reader
 * finds the location of a key by itself, so the locations of a bucket are what it is told of the
 * routes. Thread-safe; no lock is held over a call.
 */
final class ScopedRoutes implements AutoCloseable {

  /** Stands for all that no location covers. */
  private static final String ROOT = "/";

  /** More than a query reads; what is forgotten is found again. */
  private static final int REMEMBERED = 1000;

  private final BucketSessions sessions;
  private final ConcurrentMap<String, OfBucket> buckets = new ConcurrentHashMap<>();

  private ScopedRoutes(BucketSessions sessions) {
    this.sessions = sessions;
  }

  /** What a bucket's locations are signed with, by their paths as they were told. */
  private record OfBucket(
      RouteTable<RouteCredentials> table, Map<String, RouteCredentials> byPath) {

    static OfBucket of(RouteTable<RouteCredentials> table) {
      Map<String, RouteCredentials> byPath = new HashMap<>();
      table.byPrefix().forEach((prefix, route) -> byPath.put(path(prefix), route));
      return new OfBucket(table, byPath);
    }

    /**
     * A prefix as it is written in a URI. Other characters than this one may stand for themselves.
     */
    private static String path(String prefix) {
      return ROOT + prefix.replace("%", "%25");
    }
  }

  /** The routes of a configuration, for the current Hadoop user. Nothing is read yet. */
  static ScopedRoutes of(Configuration conf) {
    return new ScopedRoutes(BucketSessions.of(conf));
  }

  /** The locations of a bucket. Reads its routes, again if they are known. */
  List<String> open(@Nullable String bucket) {
    return read(named(bucket)).byPath().keySet().stream()
        .filter(path -> !path.equals(ROOT))
        .sorted()
        .toList();
  }

  /** What signs for a location. */
  RouteCredentials find(@Nullable String asked, @Nullable String path) {
    String bucket = named(asked);
    @Nullable OfBucket known = buckets.get(bucket);
    OfBucket routes = known == null ? read(bucket) : known;
    RouteCredentials found = routes.byPath().get(path);
    if (path == null) {
      throw new ConfigException(
          "s3a://"
              + bucket
              + " is asked for without a location, so that no route can be found for it",
          null);
    }
    if (found == null) {
      throw new ConfigException(
          path.equals(ROOT)
              ? "a file that no route of s3a://"
                  + bucket
                  + " covers: the bucket is routed by prefix alone ("
                  + routes.table()
                  + "); add a route that covers the file"
              : "s3a://"
                  + bucket
                  + path
                  + " is asked for as a whole, which is no location of a route ("
                  + routes.table()
                  + "): this Comet has one set of credentials for all files of a table. Use Comet 1.2"
                  + " or later",
          null);
    }
    return found;
  }

  /** What is no bucket's name is refused in Comet's words: it asks for no client of a service. */
  private String named(@Nullable String bucket) {
    sessions.check("Comet's credentials provider");
    if (bucket == null || !BucketNames.isOne(bucket)) {
      throw new ConfigException(
          "'" + bucket + "' is not a bucket's name: Comet asks for the credentials of buckets",
          null);
    }
    return bucket;
  }

  private OfBucket read(String bucket) {
    RouteTable<RouteCredentials> table;
    try {
      table = sessions.routes(bucket);
    } catch (IOException e) {
      throw new UncheckedIOException("no route of s3a://" + bucket + ": " + e.getMessage(), e);
    }
    if (table.isEmpty()) {
      throw new ConfigException(Unrouted.named(bucket), null);
    }
    OfBucket read = OfBucket.of(table);
    if (buckets.size() >= REMEMBERED) {
      buckets.clear();
    }
    buckets.put(bucket, read);
    return read;
  }

  /** Gives the share in the sessions back. */
  @Override
  public void close() {
    buckets.clear();
    sessions.close();
  }

  /** Whose they are; no sessions. */
  @Override
  public String toString() {
    return sessions.toString();
  }
}
