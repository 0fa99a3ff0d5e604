package io.rolecall.credentials;

import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one bucket: find what signs for a key, or refuse.
 *
 * <p>What it finds knows the location that was touched, also where several share a role.
 * Thread-safe.
 */
public final class BucketRoutes {

  private final RouteTable<RouteCredentials> credentials;
  private final RouteTable<RoutedLocation> located;

  /**
   * The routes of a table.
   *
   * @param credentials the credentials of each prefix
   */
  public BucketRoutes(RouteTable<RouteCredentials> credentials) {
    this.credentials = credentials;
    Map<String, RoutedLocation> byPrefix = new HashMap<>();
    credentials
        .byPrefix()
        .forEach(
            (prefix, found) ->
                byPrefix.put(
                    prefix,
                    new RoutedLocation(new S3Location(credentials.bucket(), prefix), found)));
    this.located = RouteTable.ofPrefixes(credentials.bucket(), byPrefix);
  }

  /**
   * The credentials by prefix, for those who count them.
   *
   * @return the table that these routes were made of
   */
  public RouteTable<RouteCredentials> credentials() {
    return credentials;
  }

  /**
   * The bucket.
   *
   * @return its name
   */
  public String bucket() {
    return credentials.bucket();
  }

  /**
   * The bucket's own route, if it is the only one: nobody needs to look at keys then.
   *
   * @return the route; null if there are others, or none
   */
  public @Nullable RoutedLocation single() {
    return located.isSingle() ? located.whole() : null;
  }

  /**
   * The bucket's own route.
   *
   * @return the route; null if only prefixes are routed
   */
  public @Nullable RoutedLocation whole() {
    return located.whole();
  }

  /**
   * What signs for a key.
   *
   * @param key a key, or the prefix of a list; empty for the bucket itself
   * @return the longest location that covers the key
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal, if none does
   */
  public RoutedLocation find(String key) {
    RoutedLocation found = located.find(key);
    if (found == null) {
      throw AccessDenied.because(
          "no route for "
              + shown(key)
              + ": the bucket is routed by prefix alone ("
              + credentials
              + "); add a route that covers it");
    }
    return found;
  }

  /**
   * What signs for the keys of a bulk delete.
   *
   * @param keys the keys
   * @return the location of the first; the bucket's own route if there are no keys
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal, if there is no route,
   *     or not one identity for all
   */
  public RoutedLocation findForAll(List<String> keys) {
    RoutedLocation first = find(keys.isEmpty() ? "" : keys.get(0));
    for (String key : keys) {
      RoutedLocation found = find(key);
      if (!found.isServedWith(first)) {
        throw AccessDenied.because(
            "a bulk delete of keys of two routes: "
                + shown(keys.get(0))
                + " ("
                + first.credentials().identity()
                + ") and "
                + shown(key)
                + " ("
                + found.credentials().identity()
                + ")");
      }
    }
    return first;
  }

  /**
   * Whether a request for a key could be signed at once.
   *
   * @param key the key
   * @return false if there is no route, or no session of it
   */
  public boolean isReady(String key) {
    RoutedLocation found = located.find(key);
    return found != null && found.credentials().isReady();
  }

  /**
   * What keeps one identity from moving a tree: two locations of different identities.
   *
   * @param from the key of the tree
   * @param to its new key
   * @return both, for a message; empty if one identity serves all of both trees
   */
  public Optional<String> crossing(String from, String to) {
    RoutedLocation source = located.find(from);
    RoutedLocation target = located.find(to);
    if (source == null || target == null || !source.isServedWith(target)) {
      return Optional.of(named(from, source) + " and " + named(to, target));
    }
    for (RoutedLocation nested : located.below(from)) {
      if (!nested.isServedWith(source)) {
        return Optional.of(nested + " and " + target);
      }
    }
    for (RoutedLocation nested : located.below(to)) {
      if (!nested.isServedWith(source)) {
        return Optional.of(source + " and " + nested);
      }
    }
    return Optional.empty();
  }

  private String named(String key, @Nullable RoutedLocation found) {
    return found == null ? shown(key) + " without a route" : found.toString();
  }

  /**
   * A key, as users write it.
   *
   * @param key the key
   * @return {@code s3a://bucket/key}
   */
  public String shown(String key) {
    return "s3a://" + bucket() + "/" + key;
  }

  /** The bucket and its prefixes; none of the credentials. */
  @Override
  public String toString() {
    return credentials.toString();
  }
}
