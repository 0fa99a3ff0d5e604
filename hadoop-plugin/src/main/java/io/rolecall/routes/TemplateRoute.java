package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import java.util.List;
import java.util.function.Function;

/**
 * A route whose roles depend on who calls.
 *
 * @param example the route of a caller whom nobody has
 * @param roles its roles
 * @param chain how a caller's roles are assumed
 * @param trusted whether names of callers are believed that nobody has proven
 */
record TemplateRoute(
    ReadRoute example,
    CallersRoles roles,
    Function<List<RoutesJson.Link>, Access.Role> chain,
    boolean trusted)
    implements WrittenRoute {

  @Override
  public Place place() {
    return example.place();
  }

  @Override
  public String access() {
    return roles.toString();
  }

  @Override
  public ReadRoute of(HadoopUser caller) {
    return of(caller, trusted);
  }

  private ReadRoute of(HadoopUser caller, boolean believed) {
    return roles
        .of(caller, believed)
        .match(this::by, why -> ReadRoute.unscoped(closed(" is closed to this user: " + why)));
  }

  /** The author could not know each name: one that makes no role closes its own place alone. */
  private ReadRoute by(List<RoutesJson.Link> links) {
    try {
      return example.by(chain.apply(links));
    } catch (InvalidRouteException e) {
      return ReadRoute.unscoped(
          closed(" is closed to this user: its role is " + roles + ", and " + e.getMessage()));
    }
  }

  private Route closed(String why) {
    return new Route(place(), new Access.Nobody(place().written() + why));
  }

  @Override
  public RoutedFor routedFor(Audience audience) {
    // Whoever asks for the route of a user by name has said who it is.
    Function<HadoopUser, Route> callers =
        caller ->
            audience.fit(caller) == Audience.Fit.NONE
                ? closed(" is for " + audience + ", and not for '" + caller + "'")
                : of(caller, true).route();
    Access.Role last = example.route().access().toRole().orElseThrow();
    return new RoutedFor(
        place(),
        new RoutedAs.Template(
            roles.written(),
            roles.allowed(),
            last.externalId().isPresent(),
            last.terms().duration(),
            callers),
        example.scope(),
        audience);
  }
}
