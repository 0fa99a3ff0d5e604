package io.rolecall.executor;

import static java.util.Objects.requireNonNull;

import io.rolecall.credentials.ClosedRoute;
import io.rolecall.credentials.JobSessions;
import io.rolecall.credentials.NoBaseCredentials;
import io.rolecall.credentials.RoleCredentials;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.grant.GatheredSessions;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RoleArn;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.routes.RoutedClient;
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
import java.util.Optional;
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
  private final ConcurrentMap<PlaceOfSet, GrantedBucket> known = new ConcurrentHashMap<>();
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
    GrantedRoute.byPrefix(routes.routes(), bucket.bucket())
        .forEach((prefix, route) -> byPrefix.put(prefix, credentials(bucket.set(), route, routes)));
    return RouteTable.ofPrefixes(bucket.bucket(), byPrefix);
  }

  @Override
  public Optional<RouteCredentials> route(RoutedClient client) throws IOException {
    GrantedBucket routes = routesOf(new ClientOfSet(client.set(), client.client()));
    return routes.routes().stream()
        .filter(route -> route.place().equals(client.client()))
        .map(route -> credentials(client.set(), route, routes))
        .findFirst();
  }

  private RouteCredentials credentials(String set, GrantedRoute route, GrantedBucket routes) {
    return route.match(
        role ->
            new RoleCredentials(
                role(set, role, routes.roles()),
                requireNonNull(routes.roles().get(role.role())).toString()),
        base -> new NoBaseCredentials(base.place()),
        anonymous -> new UnsignedRequests(),
        closed -> new ClosedRoute(closed.why()));
  }

  private GrantedBucket routesOf(PlaceOfSet place) throws IOException {
    GrantedBucket routes = known.get(place);
    return routes == null ? routeQuestions.ask(place) : routes;
  }

  private LiveSession role(String set, GrantedRoute.ToRole route, Map<String, RoleArn> names) {
    RoleOfSet role = new RoleOfSet(set, route.role());
    String name = route.place() + " -> " + requireNonNull(names.get(route.role()));
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
        .collect(Collectors.groupingBy(route -> PlaceOfSet.of(PlaceOfSet.BASE, route.place())))
        .forEach((place, routes) -> known.put(place, new GrantedBucket(routes, names)));
    for (GrantedRoute route : token.routes()) {
      route
          .toRole()
          .ifPresent(
              to -> {
                Session session = requireNonNull(token.roles().get(to.role())).session();
                if (session != null) {
                  role(PlaceOfSet.BASE, to, names).offer(session);
                }
              });
    }
  }

  private GrantedBucket askForRoutes(PlaceOfSet place) throws IOException {
    GrantAnswer answer = ask(GrantRequest.ofPlace(place));
    return answer.buckets().getOrDefault(place, GrantedBucket.NONE);
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

  private Set<String> bucketsOfTokens() {
    return known.keySet().stream()
        .flatMap(place -> place.bucketOfTokens().stream())
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
