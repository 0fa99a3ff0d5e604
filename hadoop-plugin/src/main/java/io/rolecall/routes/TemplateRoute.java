package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.routes.json.RoutesJson;
import java.util.List;
import java.util.Optional;
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

  @Override
  public ReadRoute ofBelieved(HadoopUser caller) {
    return of(caller, true);
  }

  private ReadRoute of(HadoopUser caller, boolean believed) {
    return match(
        caller,
        believed,
        theirs -> theirs,
        why ->
            ReadRoute.unscoped(
                new Route(place(), new Access.Nobody(place().written() + " " + why))));
  }

  @Override
  public Optional<String> closed(HadoopUser caller) {
    return this.<Optional<String>>match(caller, trusted, theirs -> Optional.empty(), Optional::of);
  }

  /** The author could not know each name: one that makes no role closes its own place alone. */
  private <R> R match(
      HadoopUser caller,
      boolean believed,
      Function<? super ReadRoute, ? extends R> theirs,
      Function<? super String, ? extends R> none) {
    return roles
        .of(caller, believed)
        .<R>match(
            links -> {
              ReadRoute read;
              try {
                read = example.by(chain.apply(links));
              } catch (InvalidRouteException e) {
                return none.apply(closed("its role is " + roles + ", and " + e.getMessage()));
              }
              return theirs.apply(read);
            },
            why -> none.apply(closed(why)));
  }

  private static String closed(String why) {
    return "is closed to this user: " + why;
  }

  @Override
  public RoutedFor routedFor(Audience audience, Function<HadoopUser, Optional<Route>> callers) {
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
