package io.rolecall.driver;

import io.rolecall.config.RolecallConfig;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.route.Access;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What executors may have: the routes of the job's owner in each declared set of the configuration,
 * as they stood when the job started. Immutable and in memory: asking reads no file, makes no call,
 * waits for no lock, and leaves nothing behind, whatever name is asked for.
 */
public interface DeclaredRoutes {

  /**
   * The routes of a bucket or a client.
   *
   * @return the routes; none if the set, or the place in it, has no route
   */
  GrantedBucket routes(PlaceOfSet place);

  /**
   * Routes that come along when a place of a set is asked for, because most executors will need
   * them: a few of those that the set names.
   */
  Map<PlaceOfSet, GrantedBucket> companions(String set);

  /**
   * A role.
   *
   * @return the role; null if no route of the set leads to it
   */
  @Nullable DeclaredRole role(RoleOfSet role);

  /**
   * A role that a route leads to.
   *
   * @param role the role
   * @param config what its base identity is read from
   * @param name what messages call it: one of the routes
   */
  record DeclaredRole(Access.Role role, RolecallConfig config, String name) {}
}
