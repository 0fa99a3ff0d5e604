package io.rolecall.delegation;

import io.rolecall.config.RolecallConfig;
import io.rolecall.delegation.SessionGrant.GrantedRole;
import io.rolecall.delegation.SessionGrant.GrantedRoute;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.Access;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.session.LiveSession;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionStore;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsSessionSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions that this process mints: it holds a base identity and asks STS. */
final class MintedSessions implements JobSessions {

  private final SessionStore store;
  private final StsClients clients = new StsClients();
  private final Job job;
  private final Clock clock;

  MintedSessions(SessionStore store, Job job, Clock clock) {
    this.store = store;
    this.job = job;
    this.clock = clock;
  }

  /** What one session is minted for. */
  private record Mandate(Access.Role role, BaseIdentity base) {}

  @Override
  public RouteTable<RouteCredentials> routes(RolecallConfig config) {
    BaseIdentity base = BaseIdentity.of(config);
    return config
        .routes()
        .map(
            route ->
                route.access() instanceof Access.Role role
                    ? new RoleCredentials(live(role, base, route.toString()))
                    : new BaseCredentials(base));
  }

  private LiveSession live(Access.Role role, BaseIdentity base, String name) {
    Access.Role through = role.through();
    StsSessionSource source =
        through == null
            ? StsSessionSource.byBase(role, base, job, clients, clock)
            : StsSessionSource.byRole(
                role, live(through, base, name + " (through)"), job, clients, clock);
    return store.session(new Mandate(role, base), name, source);
  }

  @Override
  public SessionGrant grant(RolecallConfig config) {
    return grant(config, true);
  }

  /**
   * The routes and sessions of a bucket.
   *
   * @param mint whether sessions that are not live are minted
   */
  SessionGrant grant(RolecallConfig config, boolean mint) {
    BaseIdentity base = BaseIdentity.of(config);
    List<GrantedRoute> routes = new ArrayList<>();
    Map<String, GrantedRole> roles = new LinkedHashMap<>();
    for (Route route : config.routes().byPrefix().values()) {
      if (route.access() instanceof Access.Role role) {
        String id = role.fingerprint();
        routes.add(new GrantedRoute(route.location(), id));
        roles.computeIfAbsent(
            id, absent -> granted(role, live(role, base, route.toString()), mint));
      } else {
        routes.add(new GrantedRoute(route.location(), ""));
      }
    }
    return new SessionGrant(clock.instant(), routes, roles);
  }

  private static GrantedRole granted(Access.Role role, LiveSession live, boolean mint) {
    @Nullable Session session = live.peek();
    if (session == null && mint) {
      try {
        session = live.currentOrFail();
      } catch (SessionException e) {
        return new GrantedRole(role.role(), null, e);
      }
    }
    return new GrantedRole(role.role(), session, null);
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

  /** Says what the job is called; sessions that were minted before get its name too. */
  void declareJob(String id, String name) {
    String before = job.get().id();
    job.declare(id, name);
    if (!before.equals(job.get().id())) {
      store.sessions().stream().filter(live -> live.peek() != null).forEach(LiveSession::renewNow);
    }
  }

  @Override
  public void close() {
    store.close();
    clients.close();
  }
}
