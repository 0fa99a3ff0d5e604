package io.rolecall.delegation;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.RoutedBucket;
import io.rolecall.delegation.SessionGrant.GrantedRole;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.session.LiveSession;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionStore;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that this process takes from its driver or from tokens. It has no identity of its own to
 * fall back to. One question to the driver renews the sessions of all buckets.
 */
final class PulledSessions implements JobSessions {

  private final SessionStore store;
  private final GrantSource source;
  private final Clock clock;
  private final ConcurrentMap<String, RouteTable<RouteCredentials>> tables =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LiveSession> sessions = new ConcurrentHashMap<>();
  private volatile String jobId = "";

  PulledSessions(SessionStore store, GrantSource source, Clock clock) {
    this.store = store;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public RouteTable<RouteCredentials> routes(RoutedBucket routed) throws IOException {
    String bucket = routed.bucket();
    RouteTable<RouteCredentials> known = tables.get(bucket);
    if (known == null) {
      pull(Set.of(bucket), Set.of());
      known = tables.get(bucket);
    }
    return known == null ? RouteTable.ofPrefixes(bucket, Map.of()) : known;
  }

  /** Takes routes and sessions from a grant, for example a token's. */
  void accept(SessionGrant grant) {
    jobId = grant.job();
    grant.roles().forEach((id, role) -> take(id, role, grant));
    Map<String, Map<String, RouteCredentials>> byBucket = new HashMap<>();
    for (GrantedRoute route : grant.routes()) {
      byBucket
          .computeIfAbsent(route.location().bucket(), bucket -> new HashMap<>())
          .put(route.location().prefix(), credentials(route));
    }
    byBucket.forEach((bucket, routes) -> tables.put(bucket, RouteTable.ofPrefixes(bucket, routes)));
  }

  private void take(String id, GrantedRole role, SessionGrant grant) {
    LiveSession live =
        sessions.computeIfAbsent(
            id,
            absent ->
                store.session(
                    id,
                    firstLocation(id, grant) + " -> " + role.arn(),
                    rejected -> obtain(id, rejected)));
    Session session = role.session();
    if (session != null) {
      live.offer(session);
    }
  }

  private static S3Location firstLocation(String id, SessionGrant grant) {
    return grant.routes().stream()
        .filter(route -> route.match(role -> role.role().equals(id), base -> false, no -> false))
        .map(GrantedRoute::location)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("a role without a route in a session grant"));
  }

  private RouteCredentials credentials(GrantedRoute route) {
    return route.match(
        role -> new RoleCredentials(requireNonNull(sessions.get(role.role()))),
        base -> new NoBaseCredentials(base.location()),
        closed -> new ClosedRoute(closed.why()));
  }

  private Session obtain(String id, @Nullable Session rejected) throws SessionException {
    LiveSession live = sessions.get(id);
    Session held = live == null ? null : live.peek();
    SessionGrant grant;
    try {
      grant =
          pull(
              new HashSet<>(tables.keySet()),
              rejected == null ? Set.of() : Set.of(rejected.accessKeyId()));
    } catch (IOException e) {
      throw new SessionException(Kind.TRANSIENT, String.valueOf(e.getMessage()), e);
    }
    GrantedRole role = grant.roles().get(id);
    if (role == null) {
      throw new SessionException(Kind.TRANSIENT, source + " has no session of this role", null);
    }
    if (role.failure() != null) {
      throw role.failure();
    }
    Session session = role.session();
    if (session == null
        || session.isSameAs(held)
        || session.isSameAs(rejected)
        || !session.expiration().isAfter(clock.instant())) {
      throw source.noNewerThan(session);
    }
    return session;
  }

  private SessionGrant pull(Set<String> buckets, Set<String> rejected) throws IOException {
    SessionGrant grant = source.ask(new GrantRequest(buckets, rejected), clock.instant());
    accept(grant);
    return grant;
  }

  /** Passes on what was granted here: an executor may submit a job of its own. */
  @Override
  public SessionGrant grant(RoutedBucket routed) throws IOException {
    return pull(Set.of(routed.bucket()), Set.of());
  }

  @Override
  public String jobId() {
    return jobId;
  }

  @Override
  public void close() {
    store.close();
  }
}
