package io.rolecall.grant;

import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.renewal.LiveSession;
import io.rolecall.route.RoleArn;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionInterruptedException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers the sessions of a bucket for those who cannot ask later: of all roles at once, each by
 * its own deadline. What cannot be had goes with its reason.
 *
 * @param clock this process's clock
 * @param patience how long each role is waited for
 */
public record GatheredSessions(Clock clock, Duration patience) {

  /**
   * The grant.
   *
   * @param job the job's id
   * @param routes the bucket's routes
   * @param live the live sessions of their roles, by fingerprint
   * @param wanted the locations whose roles are wanted, of this bucket or others; if there is none,
   *     all roles are
   * @return routes of all roles; with a session or a failure for those that are wanted, and neither
   *     for the others
   * @throws InterruptedIOException if the thread is interrupted; its flag is set
   */
  public SessionGrant gather(
      String job,
      GrantedBucket routes,
      Map<String, LiveSession> live,
      Collection<S3Location> wanted)
      throws InterruptedIOException {
    Set<String> roles = wanted.isEmpty() ? routes.roles().keySet() : rolesOf(wanted, routes);
    long deadline = System.nanoTime() + patience.toNanos();
    // All take off before the first is waited for.
    live.forEach(
        (role, session) -> {
          if (roles.contains(role)) {
            var unused = session.request();
          }
        });
    Map<String, GrantedRole> granted = new LinkedHashMap<>();
    for (Map.Entry<String, RoleArn> role : routes.roles().entrySet()) {
      LiveSession session = live.get(role.getKey());
      granted.put(
          role.getKey(),
          session != null && roles.contains(role.getKey())
              ? granted(role.getValue(), session, deadline)
              : new GrantedRole(role.getValue(), null, null));
    }
    Instant now = clock.instant();
    return new SessionGrant(job, now, routes.routes(), granted);
  }

  private static GrantedRole granted(RoleArn arn, LiveSession live, long deadline)
      throws InterruptedIOException {
    try {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      return new GrantedRole(arn, live.currentOrFail(left), null);
    } catch (SessionException e) {
      return new GrantedRole(arn, null, e);
    } catch (SessionInterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** The roles of the routes that cover a location, or lie below it. */
  static Set<String> rolesOf(Collection<S3Location> wanted, GrantedBucket bucket) {
    Set<String> roles = new HashSet<>();
    for (S3Location location : wanted) {
      RouteTable<GrantedRoute> table =
          RouteTable.ofPrefixes(
              location.bucket(), GrantedRoute.byPrefix(bucket.routes(), location.bucket()));
      List<GrantedRoute> routes = new ArrayList<>(table.below(location.prefix()));
      GrantedRoute covering = table.find(location.prefix());
      if (covering != null) {
        routes.add(covering);
      }
      routes.forEach(route -> route.toRole().ifPresent(to -> roles.add(to.role())));
    }
    return roles;
  }
}
