package io.rolecall.routes;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import java.util.List;
import java.util.Optional;

/**
 * The settings and the routes of one bucket, or of one client of another service, for one user.
 * Thread-safe.
 */
public sealed interface Routed permits RoutedBucket, RoutedClient {

  /**
   * The declared set that they are of.
   *
   * @return its name; empty for the set that every application has
   */
  String set();

  /**
   * The settings.
   *
   * @return the settings
   */
  RolecallConfig config();

  /**
   * Whom the routes are for.
   *
   * @return the user
   */
  HadoopUser user();

  /**
   * All of its routes.
   *
   * @return the routes; none if nothing is routed
   * @throws io.rolecall.config.ConfigException if one is not valid
   */
  List<Route> all();

  /**
   * The route that serves a place.
   *
   * @param place any place
   * @return the route; empty if none of these covers the place
   * @throws io.rolecall.config.ConfigException if a route is not valid
   */
  Optional<Route> at(Place place);

  /**
   * The routes that are for other users.
   *
   * @return the routes, each with why it is not the user's
   * @throws io.rolecall.config.ConfigException if a route is not valid
   */
  List<PassedOver> passedOver();
}
