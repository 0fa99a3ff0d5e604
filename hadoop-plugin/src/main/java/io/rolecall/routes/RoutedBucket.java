package io.rolecall.routes;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings and the routes of one bucket, for one user. Routes are read when they are first
 * asked for, because an executor takes them from its driver. Thread-safe.
 */
public final class RoutedBucket {

  private final String set;
  private final Supplier<RouteReader> reader;
  private final Supplier<RouteTable<Route>> table;
  private final RolecallConfig config;
  private final HadoopUser user;
  private volatile @Nullable RouteTable<Route> routes;

  RoutedBucket(
      String set,
      RolecallConfig config,
      HadoopUser user,
      Supplier<RouteReader> reader,
      Supplier<RouteTable<Route>> table) {
    this.set = set;
    this.reader = reader;
    this.table = table;
    this.config = config;
    this.user = user;
  }

  /**
   * The bucket.
   *
   * @return its name
   */
  public String bucket() {
    return config.bucket();
  }

  /**
   * The declared set that they are of.
   *
   * @return its name; empty for the set that every application has
   */
  public String set() {
    return set;
  }

  /**
   * The bucket's settings.
   *
   * @return the settings
   */
  public RolecallConfig config() {
    return config;
  }

  /**
   * Whom the routes are for.
   *
   * @return the user
   */
  public HadoopUser user() {
    return user;
  }

  /**
   * The bucket's routes.
   *
   * @return the table; empty if nothing is routed
   * @throws io.rolecall.config.ConfigException if a route is not valid
   */
  public RouteTable<Route> routes() {
    RouteTable<Route> known = routes;
    if (known == null) {
      known = table.get();
      routes = known;
    }
    return known;
  }

  /**
   * The bucket's routes that are for other users.
   *
   * @return the routes, each with why it is not the user's
   * @throws io.rolecall.config.ConfigException if a route is not valid
   */
  public List<PassedOver> passedOver() {
    return reader.get().read(bucket()).passedOver(user);
  }

  /**
   * The base identity of {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY} for this bucket.
   *
   * @return where its credentials come from
   * @throws io.rolecall.config.ConfigException if the key names none, or one that is not complete
   */
  public IdentitySource baseIdentity() {
    return reader.get().baseIdentity();
  }

  /** The bucket and the user; no settings. */
  @Override
  public String toString() {
    return "s3a://" + bucket() + " for " + user;
  }
}
