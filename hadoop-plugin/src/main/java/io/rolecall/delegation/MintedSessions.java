package io.rolecall.delegation;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RoutedBucket;
import io.rolecall.delegation.SessionGrant.GrantedRole;
import io.rolecall.identity.BaseIdentities;
import io.rolecall.identity.SamlAssertions;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.session.LiveSession;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import io.rolecall.session.SessionStore;
import io.rolecall.sts.SamlSessionSource;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsSessionSource;
import io.rolecall.sts.WebIdentitySessionSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sessions that this process mints: it holds a base identity and asks STS. */
final class MintedSessions implements JobSessions {

  private final SessionStore store;
  private final StsClients clients = new StsClients();
  private final BaseIdentities identities = new BaseIdentities();
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** The sessions that were granted, by their roles' fingerprints. */
  private final ConcurrentMap<String, LiveSession> granted = new ConcurrentHashMap<>();

  /** Sessions whose name the identity provider gives: the job's would not change it. */
  private final Set<LiveSession> namedElsewhere = ConcurrentHashMap.newKeySet();

  private final Job job;
  private final Clock clock;
  private final SamlAssertions assertions;

  MintedSessions(SessionStore store, Job job, Clock clock) {
    this.store = store;
    this.job = job;
    this.clock = clock;
    this.assertions = new SamlAssertions(clock);
  }

  /** A role, with the first of the routes to it. */
  private record RoutedRole(Route route, Access.Role role) {}

  /**
   * What the configuration of a bucket says, ready to be granted: read once per FileSystem, asked
   * by each executor for each renewal.
   *
   * @param granted its routes, as they are granted
   * @param byRole its roles, by their fingerprints
   */
  private record Bucket(
      RouteTable<Route> routes,
      RolecallConfig config,
      List<GrantedRoute> granted,
      Map<String, RoutedRole> byRole) {

    static Bucket of(RoutedBucket routed) {
      RouteTable<Route> routes = routed.routes();
      List<GrantedRoute> granted = new ArrayList<>();
      Map<String, RoutedRole> byRole = new LinkedHashMap<>();
      for (Route route : routes.byPrefix().values()) {
        granted.add(
            route
                .access()
                .match(
                    role -> {
                      byRole.putIfAbsent(role.fingerprint(), new RoutedRole(route, role));
                      return new GrantedRoute.ToRole(route.location(), role.fingerprint());
                    },
                    base -> new GrantedRoute.ToBase(route.location()),
                    nobody -> new GrantedRoute.Closed(route.location(), nobody.why())));
      }
      return new Bucket(routes, routed.config(), granted, byRole);
    }
  }

  @Override
  public RouteTable<RouteCredentials> routes(RoutedBucket routed) {
    RolecallConfig config = routed.config();
    Bucket bucket = Bucket.of(routed);
    buckets.put(config.bucket(), bucket);
    return bucket.routes.map(
        route ->
            route
                .access()
                .match(
                    role -> new RoleCredentials(live(role, config, route.toString())),
                    base -> new BaseCredentials(identities.of(base.identity(), config)),
                    nobody -> new ClosedRoute(nobody.why())));
  }

  /** A role names its base identity, so equal ones share a session. */
  LiveSession live(Access.Role role, RolecallConfig config, String name) {
    LiveSession live = store.session(role, name, source(role, config, name));
    boolean saml = role.by().match(own -> false, by -> by.matchSignIn(token -> false, is -> true));
    if (role.through() == null && saml) {
      namedElsewhere.add(live);
    }
    return live;
  }

  private SessionSource source(Access.Role role, RolecallConfig config, String name) {
    Access.Role through = role.through();
    if (through != null) {
      LiveSession before = live(through, config, name + " (through)");
      return StsSessionSource.byRole(role, before, job, clients, clock);
    }
    return role.by()
        .match(
            own -> StsSessionSource.byBase(role, identities.of(own, config), job, clients, clock),
            signIn ->
                signIn.matchSignIn(
                    token -> new WebIdentitySessionSource(role, token, job, clients, clock),
                    saml -> new SamlSessionSource(role, saml, assertions, clients, clock)));
  }

  @Override
  public SessionGrant grant(RoutedBucket routed) {
    return grant(List.of(Bucket.of(routed)), Set.of(routed.bucket()));
  }

  /**
   * The routes and sessions of the buckets that are asked for, and of those that this process or
   * another executor has used: most executors will use them too, and need not ask again.
   *
   * @param wanted the buckets whose sessions are minted if they are not live
   * @param conf gives the configuration of a bucket that nobody has used yet
   */
  SessionGrant grant(Set<String> wanted, Function<String, RoutedBucket> conf) {
    wanted.forEach(name -> buckets.computeIfAbsent(name, absent -> Bucket.of(conf.apply(absent))));
    return grant(buckets.values(), wanted);
  }

  private SessionGrant grant(Collection<Bucket> all, Set<String> wanted) {
    List<GrantedRoute> routes = new ArrayList<>();
    Map<String, GrantedRole> roles = new LinkedHashMap<>();
    // The wanted ones first: a role that others share with them is asked for, not only looked at.
    for (boolean mint : new boolean[] {true, false}) {
      for (Bucket bucket : all) {
        if (wanted.contains(bucket.config.bucket()) == mint) {
          routes.addAll(bucket.granted);
          bucket.byRole.forEach(
              (id, route) ->
                  roles.computeIfAbsent(id, absent -> granted(absent, route, bucket.config, mint)));
        }
      }
    }
    return new SessionGrant(jobId(), clock.instant(), routes, roles);
  }

  private GrantedRole granted(String id, RoutedRole routed, RolecallConfig config, boolean mint) {
    Access.Role role = routed.role();
    LiveSession live =
        granted.computeIfAbsent(id, absent -> live(role, config, routed.route().toString()));
    try {
      return new GrantedRole(role.role(), mint ? live.currentOrFail() : live.peek(), null);
    } catch (SessionException e) {
      return new GrantedRole(role.role(), null, e);
    }
  }

  @Override
  public String jobId() {
    return job.get().id();
  }

  /** Gives up the sessions that an executor saw refused. */
  void reject(Set<String> accessKeyIds) {
    for (LiveSession live : store.sessions()) {
      Session session = live.peek();
      if (session != null && accessKeyIds.contains(session.accessKeyId())) {
        live.refused(session.accessKeyId(), io.rolecall.session.Refusal.EXPIRED);
      }
    }
  }

  /** Says what the job is called, as soon as that is known. */
  void declareJob(Supplier<@Nullable String> id, String name) {
    job.declare(id, name);
  }

  /** Mints again what was minted before the job's id was known, so that its name tells the job. */
  void renewUnnamed() {
    String id = job.get().sessionName("{job}");
    for (LiveSession live : store.sessions()) {
      Session session = live.peek();
      if (session != null
          && !session.sessionName().contains(id)
          && !namedElsewhere.contains(live)) {
        live.renewNow();
      }
    }
  }

  @Override
  public void close() {
    store.close();
    identities.close();
    clients.close();
  }
}
