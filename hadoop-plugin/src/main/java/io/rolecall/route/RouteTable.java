package io.rolecall.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one bucket: finds what belongs to the longest prefix that covers a key.
 *
 * <p>Immutable. {@link #find} reads a key once, up to the length of the longest prefix; its cost
 * hardly depends on the number of routes.
 *
 * @param <T> what the table holds for each location
 */
public final class RouteTable<T> {

  private static final int SHOWN = 10;

  private final String bucket;
  private final Map<String, T> byPrefix;
  private final @Nullable T whole;
  private final PrefixIndex<T> index;

  private RouteTable(String bucket, Map<String, T> byPrefix) {
    this.bucket = bucket;
    this.byPrefix = byPrefix;
    this.whole = byPrefix.get("");
    this.index = new PrefixIndex<>(byPrefix);
  }

  /**
   * The table of one bucket's routes.
   *
   * @param bucket the bucket
   * @param routes routes; those of other buckets, and of clients, are left out
   * @return the table; empty if the bucket has no route
   * @throws InvalidRouteException if two routes have the same location
   */
  public static RouteTable<Route> of(String bucket, Collection<Route> routes) {
    Map<String, Route> byPrefix = new HashMap<>();
    for (Route route : routes) {
      S3Location location = route.place().toLocation().orElse(null);
      if (location != null && location.bucket().equals(bucket)) {
        Route other = byPrefix.putIfAbsent(location.prefix(), route);
        if (other != null) {
          throw new InvalidRouteException(
              "two routes for "
                  + location
                  + ": "
                  + other.access()
                  + " and "
                  + route.access()
                  + "; keep one");
        }
      }
    }
    return new RouteTable<>(bucket, byPrefix);
  }

  /**
   * The table with the same locations and other values.
   *
   * @param bucket the bucket
   * @param byPrefix the values by prefix, as {@link S3Location#prefix()} spells them
   * @param <T> the values' type
   * @return the table
   */
  public static <T> RouteTable<T> ofPrefixes(String bucket, Map<String, T> byPrefix) {
    return new RouteTable<>(bucket, new HashMap<>(byPrefix));
  }

  /**
   * A table of the same locations with other values.
   *
   * @param mapping makes the new value; called once per route
   * @param <R> the new values' type
   * @return the new table
   */
  public <R> RouteTable<R> map(Function<? super T, ? extends R> mapping) {
    Map<String, R> mapped = new LinkedHashMap<>();
    byPrefix.forEach((prefix, value) -> mapped.put(prefix, mapping.apply(value)));
    return new RouteTable<>(bucket, mapped);
  }

  /**
   * What covers a key.
   *
   * @param key an object key, or the prefix of a list; empty for the bucket itself
   * @return the value of the longest prefix that covers the key; null if none does
   */
  public @Nullable T find(String key) {
    T found = index.longestCovering(key);
    return found != null ? found : whole;
  }

  /**
   * What stands for the bucket itself.
   *
   * @return the value of the route without a prefix; null if there is none
   */
  public @Nullable T whole() {
    return whole;
  }

  /**
   * Whether one value serves the whole bucket, so that nobody needs to look at keys.
   *
   * @return true if the bucket's own route is its only one
   */
  public boolean isSingle() {
    return whole != null && byPrefix.size() == 1;
  }

  /**
   * Whether nothing is routed.
   *
   * @return true if there is no route
   */
  public boolean isEmpty() {
    return byPrefix.isEmpty();
  }

  /**
   * The values of the routes below a key (not the one that covers the key itself).
   *
   * @param key a key, or empty for the bucket
   * @return the values whose prefix begins with {@code key/}
   */
  public List<T> below(String key) {
    String start = key.isEmpty() || key.endsWith("/") ? key : key + "/";
    List<T> nested = new ArrayList<>();
    for (Map.Entry<String, T> route : byPrefix.entrySet()) {
      if (!route.getKey().isEmpty() && route.getKey().startsWith(start)) {
        nested.add(route.getValue());
      }
    }
    return nested;
  }

  /**
   * Everything by prefix.
   *
   * @return an unmodifiable view
   */
  public Map<String, T> byPrefix() {
    return Collections.unmodifiableMap(byPrefix);
  }

  /**
   * The bucket.
   *
   * @return its name
   */
  public String bucket() {
    return bucket;
  }

  /** The locations, sorted; the first few if there are many. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>(byPrefix.keySet().stream().sorted().limit(SHOWN).toList());
    if (byPrefix.size() > SHOWN) {
      shown.add("... (" + byPrefix.size() + " in all)");
    }
    return "s3a://" + bucket + shown;
  }
}
