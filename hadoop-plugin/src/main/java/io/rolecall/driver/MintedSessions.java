package io.rolecall.driver;

import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.BaseCredentials;
import io.rolecall.credentials.ClosedRoute;
import io.rolecall.credentials.JobSessions;
import io.rolecall.credentials.RoleCredentials;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.UnsignedRequests;
import io.rolecall.driver.DeclaredRoutes.DeclaredRole;
import io.rolecall.grant.GatheredSessions;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.RenewedGrant;
import io.rolecall.grant.SessionGrant;
import io.rolecall.identity.BaseIdentities;
import io.rolecall.identity.saml.SamlAssertions;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.Access;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.Routed;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.routes.RoutedClient;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import io.rolecall.sts.CallerIdentity;
import io.rolecall.sts.ForeignCaller;
import io.rolecall.sts.Job;
import io.rolecall.sts.SamlSessionSource;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsNetwork;
import io.rolecall.sts.StsSessionSource;
import io.rolecall.sts.WebIdentitySessionSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sessions that this process mints: it holds a base identity and asks STS. */
public final class MintedSessions implements JobSessions {

  private final SessionStore store;
  private final StsClients clients;
  private final BaseIdentities identities = new BaseIdentities();

  /** Sessions whose name the identity provider gives: the job's would not change it. */
  private final Set<LiveSession> namedElsewhere = ConcurrentHashMap.newKeySet();

  private final Job job;
  private final Duration patience;
  private final Clock clock;
  private final SamlAssertions assertions;

  /**
   * No sessions yet.
   *
   * @param store holds the sessions
   * @param job whom they are named after
   * @param patience how long somebody waits who passes sessions on
   * @param clock this process's clock
   */
  public MintedSessions(SessionStore store, Job job, Duration patience, Clock clock) {
    this(store, job, patience, clock, new StsClients());
  }

  MintedSessions(SessionStore store, Job job, Duration patience, Clock clock, StsClients clients) {
    this.store = store;
    this.clients = clients;
    this.job = job;
    this.patience = patience;
    this.clock = clock;
    this.assertions = new SamlAssertions(clock);
  }

  @Override
  public RouteTable<RouteCredentials> routes(RoutedBucket bucket) {
    RolecallConfig config = bucket.config();
    return bucket.routes().map(route -> credentials(route, config));
  }

  @Override
  public Optional<RouteCredentials> route(RoutedClient client) {
    return client.route().map(route -> credentials(route, client.config()));
  }

  /** The same for one place. */
  Optional<RouteCredentials> at(Place place, Routed routed) {
    return routed.at(place).map(route -> credentials(route, routed.config()));
  }

  private RouteCredentials credentials(Route route, RolecallConfig config) {
    return route
        .access()
        .match(
            role -> new RoleCredentials(live(role, config, route.toString()), role.toString()),
            base -> new BaseCredentials(identities.of(base.identity(), config)),
            anonymous -> new UnsignedRequests(),
            nobody -> new ClosedRoute(nobody.why()));
  }

  /** A declared role, for executors. Asks and reads nothing yet. */
  AskedRole asked(DeclaredRole declared) {
    return new AskedRole(
        declared,
        () ->
            live(
                MintedRole.of(declared.role(), declared.config()),
                declared.name(),
                new LateSource(() -> source(declared.role(), declared.config(), declared.name()))),
        store.environment());
  }

  SessionEnvironment environment() {
    return store.environment();
  }

  LiveSession live(Access.Role role, RolecallConfig config, String name) {
    return live(MintedRole.of(role, config), name, source(role, config, name));
  }

  private LiveSession live(MintedRole minted, String name, SessionSource source) {
    LiveSession live = store.session(minted, name, source);
    Access.Role role = minted.role();
    boolean saml = role.by().match(own -> false, by -> by.matchSignIn(token -> false, is -> true));
    if (role.through() == null && saml) {
      namedElsewhere.add(live);
    }
    return live;
  }

  private SessionSource source(Access.Role role, RolecallConfig config, String name) {
    StsClients sts = clients.over(StsNetwork.of(config));
    Access.Role through = role.through();
    if (through != null) {
      String before = name.replaceFirst(" -> .*", " -> " + through + " (through)");
      return StsSessionSource.byRole(role, live(through, config, before), job, sts, clock);
    }
    return role.by()
        .match(
            own -> StsSessionSource.byBase(role, identities.of(own, config), job, sts, clock),
            signIn ->
                signIn.matchSignIn(
                    token -> new WebIdentitySessionSource(role, token, job, sts, clock),
                    saml -> new SamlSessionSource(role, saml, assertions, sts, clock)));
  }

  /** Whom STS takes the base identity of a role for. Calls STS. */
  CallerIdentity caller(Access.Role role, RolecallConfig config) throws SessionException {
    return CallerIdentity.ask(
        role.first().sts(),
        identities.of(role.by(), config),
        clients.over(StsNetwork.of(config)),
        clock);
  }

  /** Whom STS takes somebody for who signs the question with a role's session. Calls STS. */
  Optional<String> foreignCaller(
      Access.Role role, RolecallConfig config, ForeignCaller.Signature signature, String who)
      throws SessionException {
    return ForeignCaller.arn(
        role.sts(), signature, who, clients.over(StsNetwork.of(config)), clock);
  }

  @Override
  public SessionGrant grant(RoutedBucket bucket, Collection<S3Location> wanted) throws IOException {
    return new GatheredSessions(clock, patience)
        .gather(jobId(), GrantedBucket.of(bucket.routes()), byRole(bucket), wanted);
  }

  /**
   * The same, over and over, for whoever passes on what is renewed.
   *
   * @param bucket the bucket, its settings and its user
   * @param wanted the locations whose roles are wanted; none: all roles of the bucket
   * @return the grant; nobody is asked yet
   */
  public RenewedGrant renewed(RoutedBucket bucket, Collection<S3Location> wanted) {
    return new RenewedGrant(
        this::jobId, GrantedBucket.of(bucket.routes()), byRole(bucket), wanted, clock);
  }

  private Map<String, LiveSession> byRole(RoutedBucket bucket) {
    RolecallConfig config = bucket.config();
    Map<String, LiveSession> byRole = new LinkedHashMap<>();
    for (Route route : bucket.routes().byPrefix().values()) {
      route
          .access()
          .toRole()
          .ifPresent(role -> byRole.put(role.fingerprint(), live(role, config, route.toString())));
    }
    return byRole;
  }

  /** Nothing: its own sessions are the newer ones. */
  @Override
  public void accept(SessionGrant token) {}

  @Override
  public String jobId() {
    return job.get().id();
  }

  /**
   * Says what the job is called, as soon as that is known.
   *
   * @param id gives the job's id; null as long as it is not known
   * @param name the job's name; may be empty
   */
  public void declareJob(Supplier<@Nullable String> id, String name) {
    job.declare(id, name);
  }

  /** Mints again what was minted before the job's id was known, so that its name tells the job. */
  public void renewUnnamed() {
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
