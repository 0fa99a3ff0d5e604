package io.rolecall.executor;

import static java.util.Objects.requireNonNull;

import io.rolecall.credentials.ClosedRoute;
import io.rolecall.credentials.JobSessions;
import io.rolecall.credentials.NoBaseCredentials;
import io.rolecall.credentials.RoleCredentials;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.grant.BucketOfSet;
import io.rolecall.grant.GatheredSessions;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RoleArn;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that this process takes from its driver or from tokens. It has no identity of its own to
 * fall back to. It asks for the routes of a bucket once, and for a role when a request needs it;
 * one question to the driver renews the sessions of all roles in use.
 */
public final class PulledSessions implements JobSessions {

  private final SessionStore store;
  private final GrantSource source;
  private final Duration patience;
  private final Clock clock;
  private final ConcurrentMap<BucketOfSet, GrantedBucket> known = new ConcurrentHashMap<>();
  private final ConcurrentMap<RoleOfSet, LiveSession> roles = new ConcurrentHashMap<>();
  private final RouteQuestions routeQuestions;
  private final RoleQuestions roleQuestions;
  private volatile String jobId = "";

  /**
   * No sessions yet.
   *
   * @param store holds the sessions
   * @param source where they come from
   * @param patience how long somebody waits for an answer
   * @param clock this process's clock
   */
  public PulledSessions(SessionStore store, GrantSource source, Duration patience, Clock clock) {
    this.store = store;
    this.source = source;
    this.patience = patience;
    this.clock = clock;
    this.routeQuestions = new RouteQuestions(this::askForRoutes, patience, store.environment());
    this.roleQuestions =
        new RoleQuestions(this::askForRoles, this::inUse, patience, store.environment());
  }

  @Override
  public RouteTable<RouteCredentials> routes(RoutedBucket bucket) throws IOException {
    return routes(new BucketOfSet(bucket.set(), bucket.bucket()));
  }

  /** The routes of a bucket in a declared set. */
  RouteTable<RouteCredentials> routes(BucketOfSet bucket) throws IOException {
    GrantedBucket routes = routesOf(bucket);
    Map<String, RouteCredentials> byPrefix = new HashMap<>();
    for (GrantedRoute route : routes.routes()) {
      byPrefix.put(
          route.location().prefix(),
          route.match(
              role ->
                  new RoleCredentials(
                      role(bucket.set(), role, routes.roles()),
                      requireNonNull(routes.roles().get(role.role())).toString()),
              base -> new NoBaseCredentials(base.location()),
              anonymous -> new UnsignedRequests(),
              closed -> new ClosedRoute(closed.why())));
    }
    return RouteTable.ofPrefixes(bucket.bucket(), byPrefix);
  }

  private GrantedBucket routesOf(BucketOfSet bucket) throws IOException {
    GrantedBucket routes = known.get(bucket);
    return routes == null ? routeQuestions.ask(bucket) : routes;
  }

  private LiveSession role(String set, GrantedRoute.ToRole route, Map<String, RoleArn> names) {
    RoleOfSet role = new RoleOfSet(set, route.role());
    String name = route.location() + " -> " + requireNonNull(names.get(route.role()));
    LiveSession live =
        roles.computeIfAbsent(
            role, absent -> store.session(role, name, rejected -> obtain(role, rejected)));
    live.alsoServes(name);
    return live;
  }

  @Override
  public void accept(SessionGrant token) {
    jobId = token.job();
    Map<String, RoleArn> names = new LinkedHashMap<>();
    token.roles().forEach((fingerprint, role) -> names.put(fingerprint, role.arn()));
    token.routes().stream()
        .collect(Collectors.groupingBy(route -> route.location().bucket()))
        .forEach(
            (bucket, routes) ->
                known.put(
                    new BucketOfSet(BucketOfSet.BASE, bucket), new GrantedBucket(routes, names)));
    for (GrantedRoute route : token.routes()) {
      route
          .toRole()
          .ifPresent(
              to -> {
                Session session = requireNonNull(token.roles().get(to.role())).session();
                if (session != null) {
                  role(BucketOfSet.BASE, to, names).offer(session);
                }
              });
    }
  }

  private GrantedBucket askForRoutes(BucketOfSet bucket) throws IOException {
    GrantAnswer answer = ask(GrantRequest.ofBucket(bucket));
    return answer.buckets().getOrDefault(bucket, GrantedBucket.NONE);
  }

  private GrantAnswer askForRoles(Set<RoleOfSet> wanted, Set<String> rejected) throws IOException {
    return ask(new GrantRequest(Set.of(), wanted, rejected));
  }

  private GrantAnswer ask(GrantRequest request) throws IOException {
    Instant now = clock.instant();
    GrantAnswer answer = source.ask(request, bucketsOfTokens(), now);
    jobId = answer.job().isEmpty() ? jobId : answer.job();
    answer
        .buckets()
        .forEach(
            (bucket, routes) -> {
              if (!routes.routes().isEmpty()) {
                known.putIfAbsent(bucket, routes);
              }
            });
    answer
        .roles()
        .forEach(
            (role, given) -> {
              LiveSession asked = roles.get(role);
              if (asked != null) {
                given.granted().ifPresent(asked::offer);
              }
            });
    return answer;
  }

  /** Tokens are of buckets, and of no set but the base. */
  private Set<String> bucketsOfTokens() {
    return known.keySet().stream()
        .filter(bucket -> bucket.set().equals(BucketOfSet.BASE))
        .map(BucketOfSet::bucket)
        .collect(Collectors.toSet());
  }

  private Set<RoleOfSet> inUse() {
    Set<RoleOfSet> inUse = new LinkedHashSet<>();
    roles.forEach(
        (role, live) -> {
          if (live.isUsed()) {
            inUse.add(role);
          }
        });
    return inUse;
  }

  private Session obtain(RoleOfSet role, @Nullable Session rejected) throws SessionException {
    Session held = requireNonNull(roles.get(role)).peek();
    RoleAnswer answer =
        roleQuestions.ask(role, rejected == null ? null : rejected.accessKeyId(), held != null);
    Instant now = clock.instant();
    SessionException refusal =
        answer.<@Nullable SessionException>match(
            granted -> null, underWay -> source.noNewerThan(null, now), RoleAnswer.Failed::failure);
    if (refusal != null) {
      throw refusal;
    }
    Session session = answer.granted().orElse(null);
    if (session == null
        || session.isSameAs(held)
        || session.isSameAs(rejected)
        || !session.expiration().isAfter(now)) {
      throw source.noNewerThan(session, now);
    }
    return session;
  }

  /** Passes on what was granted here: an executor may submit a job of its own. */
  @Override
  public SessionGrant grant(RoutedBucket bucket, Collection<S3Location> wanted) throws IOException {
    GrantedBucket routes = routesOf(new BucketOfSet(bucket.set(), bucket.bucket()));
    Map<String, LiveSession> live = new LinkedHashMap<>();
    for (GrantedRoute route : routes.routes()) {
      route
          .toRole()
          .ifPresent(to -> live.putIfAbsent(to.role(), role(bucket.set(), to, routes.roles())));
    }
    return new GatheredSessions(clock, patience).gather(jobId, routes, live, wanted);
  }

  @Override
  public String jobId() {
    return jobId;
  }

  @Override
  public void close() {
    roleQuestions.close();
    store.close();
  }
}
