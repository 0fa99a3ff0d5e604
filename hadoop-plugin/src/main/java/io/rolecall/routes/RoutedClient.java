package io.rolecall.routes;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings and the route of one client of another service, for one user. The route is read when
 * it is asked for, because an executor takes it from its driver. Thread-safe.
 */
public final class RoutedClient implements Routed {

  private final String set;
  private final NamedClient client;
  private final RolecallConfig config;
  private final HadoopUser user;
  private final Supplier<RouteReader> reader;
  private volatile @Nullable List<Route> routes;

  RoutedClient(
      String set,
      NamedClient client,
      RolecallConfig config,
      HadoopUser user,
      Supplier<RouteReader> reader) {
    this.set = set;
    this.client = client;
    this.config = config;
    this.user = user;
    this.reader = reader;
  }

  /**
   * The client.
   *
   * @return the client
   */
  public NamedClient client() {
    return client;
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
   * The client's route.
   *
   * @return the route; empty if no route is for the client
   * @throws io.rolecall.config.ConfigException if it is not valid
   */
  public Optional<Route> route() {
    return all().stream().findFirst();
  }

  @Override
  public List<Route> all() {
    List<Route> known = routes;
    if (known == null) {
      known = reader.get().route(client, user).stream().toList();
      routes = known;
    }
    return known;
  }

  @Override
  public Optional<Route> at(Place place) {
    return place.equals(client) ? route() : Optional.empty();
  }

  @Override
  public List<PassedOver> passedOver() {
    return reader.get().read(client).passedOver(user);
  }

  /** The client and the user; no settings. */
  @Override
  public String toString() {
    return client + " for " + user;
  }
}
