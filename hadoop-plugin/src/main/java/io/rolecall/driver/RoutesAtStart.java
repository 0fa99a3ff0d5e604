package io.rolecall.driver;

import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes that a driver's declared sets have when it starts. */
public final class RoutesAtStart implements DeclaredRoutes {

  private final Map<String, RoutesOfSet> sets = new HashMap<>();

  private RoutesAtStart() {}

  /**
   * Reads the routes. May read files and look groups up.
   *
   * @param sets the declared sets
   * @param caller the job's owner
   * @return the routes, as they stand now
   */
  public static RoutesAtStart read(Collection<RouteBook> sets, HadoopUser caller) {
    RoutesAtStart routes = new RoutesAtStart();
    sets.forEach(book -> routes.sets.put(book.name(), new RoutesOfSet(book, caller)));
    return routes;
  }

  @Override
  public GrantedBucket routes(PlaceOfSet place) {
    RoutesOfSet set = sets.get(place.set());
    return set == null
        ? GrantedBucket.NONE
        : place.match(bucket -> set.routes(bucket.bucket()), client -> set.routes(client.client()));
  }

  @Override
  public Map<PlaceOfSet, GrantedBucket> companions(String name) {
    RoutesOfSet set = sets.get(name);
    return set == null ? Map.of() : set.companions();
  }

  @Override
  public @Nullable DeclaredRole role(RoleOfSet role) {
    RoutesOfSet set = sets.get(role.set());
    return set == null ? null : set.role(role.fingerprint());
  }
}
