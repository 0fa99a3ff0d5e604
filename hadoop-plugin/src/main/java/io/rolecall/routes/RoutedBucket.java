package io.rolecall.routes;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings and the routes of one bucket, for one user. Routes are read when they are first
 * asked for, because an executor takes them from its driver. Thread-safe.
 */
public final class RoutedBucket implements Routed {

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

  @Override
  public String set() {
    return set;
  }

  @Override
  public RolecallConfig config() {
    return config;
  }

  @Override
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

  @Override
  public List<Route> all() {
    return List.copyOf(routes().byPrefix().values());
  }

  @Override
  public Optional<Route> at(Place place) {
    return place
        .toLocation()
        .filter(location -> location.bucket().equals(bucket()))
        .map(location -> routes().find(location.prefix()));
  }

  @Override
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
