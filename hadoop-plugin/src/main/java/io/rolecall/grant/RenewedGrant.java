package io.rolecall.grant;

import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.RenewalOutlook;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The sessions of a bucket for those who cannot ask later, over and over: each time as they are. Of
 * a role that cannot be renewed it is the session before, for as long as that is valid. Waits for
 * nobody. Thread-safe.
 */
public final class RenewedGrant {

  private final Supplier<String> job;
  private final GrantedBucket routes;
  private final Map<String, LiveSession> wanted;
  private final Clock clock;

  /**
   * A grant; nobody is asked yet.
   *
   * @param job gives the job's id
   * @param routes the bucket's routes
   * @param live the live sessions of their roles, by fingerprint
   * @param wanted the locations whose roles are wanted; if there is none, all roles are
   * @param clock this process's clock
   */
  public RenewedGrant(
      Supplier<String> job,
      GrantedBucket routes,
      Map<String, LiveSession> live,
      Collection<S3Location> wanted,
      Clock clock) {
    this.job = job;
    this.routes = routes;
    this.clock = clock;
    this.wanted = new LinkedHashMap<>(live);
    if (!wanted.isEmpty()) {
      Set<String> roles = GatheredSessions.rolesOf(wanted, routes);
      this.wanted.keySet().retainAll(roles);
    }
  }

  /**
   * The roles that are wanted.
   *
   * @return their live sessions
   */
  public Collection<LiveSession> wanted() {
    return List.copyOf(wanted.values());
  }

  /**
   * The grant as it is now; its sessions count as used.
   *
   * @return routes of all roles; with a session or a failure for those that are wanted, and neither
   *     for the others
   */
  public SessionGrant now() {
    Map<String, GrantedRole> granted = new LinkedHashMap<>();
    for (Map.Entry<String, RoleArn> role : routes.roles().entrySet()) {
      LiveSession live = wanted.get(role.getKey());
      granted.put(
          role.getKey(),
          live == null
              ? new GrantedRole(role.getValue(), null, null)
              : granted(role.getValue(), live));
    }
    return new SessionGrant(job.get(), clock.instant(), routes.routes(), granted);
  }

  private static GrantedRole granted(RoleArn arn, LiveSession live) {
    // A session that has rested is given although its successor was asked for just now.
    Optional<Session> session =
        live.request()
            .<Optional<Session>, RuntimeException>match(
                ready -> Optional.of(ready.session()),
                underWay -> Optional.ofNullable(live.peek()),
                failed -> Optional.empty());
    if (session.isPresent()) {
      return new GrantedRole(arn, session.get(), null);
    }
    RenewalOutlook.Late late = live.outlook().late();
    return new GrantedRole(arn, null, late == null ? null : late.why());
  }
}
