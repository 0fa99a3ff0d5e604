package io.rolecall.cli;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.driver.StandaloneSession;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.Route;
import io.rolecall.route.StsEndpoint;
import io.rolecall.routes.HadoopUser;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.sts.CallerIdentity;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsNetwork;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Asks STS: who the base identity is, what time it is there, and for a session of each role. */
final class StsCheck implements AutoCloseable {

  private static final String IDENTITY = "base identity";
  private static final String CLOCK = "clock";
  private static final String ROLE = "role";

  /** AWS refuses signatures that are 5 to 15 minutes off, depending on the service. */
  private static final Duration SKEW = Duration.ofMinutes(4);

  private final Configuration conf;
  private final HadoopUser caller;
  private final Clock clock;
  private final StsClients clients = new StsClients();

  /** Whom STS has been asked for already, and whether it knew them. */
  private final Map<List<Object>, Boolean> known = new HashMap<>();

  /** The base identities of routes without a role, and whether they have credentials. */
  private final Map<IdentitySource, Boolean> present = new HashMap<>();

  /** The roles that were tried already, and whether they could be assumed. */
  private final Map<String, Boolean> assumed = new HashMap<>();

  StsCheck(Configuration conf, HadoopUser caller, Clock clock) {
    this.conf = conf;
    this.caller = caller;
    this.clock = clock;
  }

  /** Checks one route; what is the same for several routes is checked once. */
  List<CheckStep> check(Route route) {
    return route
        .access()
        .match(
            role -> check(route, role),
            base -> check(route, base),
            nobody -> List.of(CheckStep.failed(ROLE, nobody.why(), null)));
  }

  private List<CheckStep> check(Route route, Access.Role role) {
    List<CheckStep> steps = new ArrayList<>();
    StsEndpoint endpoint = first(role).sts();
    List<Object> asked = List.of(role.by(), endpoint);
    if (!known.containsKey(asked)) {
      RolecallConfig config = RolecallConfig.of(conf, route.location().bucket());
      known.put(asked, identity(role.by(), config, endpoint, steps));
    }
    if (assumed.containsKey(role.fingerprint())) {
      return steps;
    }
    if (!known.getOrDefault(asked, false)) {
      steps.add(CheckStep.skipped(ROLE, role.role() + ": the base identity does not work"));
      assumed.put(role.fingerprint(), false);
    } else {
      assumed.put(role.fingerprint(), assume(route, role, steps));
    }
    return steps;
  }

  private List<CheckStep> check(Route route, Access.Base access) {
    List<CheckStep> steps = new ArrayList<>();
    if (!present.containsKey(access.identity())) {
      present.put(access.identity(), present(route, access.identity(), steps));
    }
    steps.add(
        works(route)
            ? CheckStep.ok(ROLE, route.location() + " is accessed by the base identity itself")
            : CheckStep.skipped(ROLE, route.location() + ": the base identity does not work"));
    return steps;
  }

  /** Whether a base identity has credentials; STS is not asked, because nobody else will. */
  private boolean present(Route route, IdentitySource source, List<CheckStep> steps) {
    RolecallConfig config = RolecallConfig.of(conf, route.location().bucket());
    try (BaseIdentity base = BaseIdentity.of(source, config)) {
      base.credentials();
      return true;
    } catch (SessionException | ConfigException e) {
      steps.add(CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null));
      return false;
    }
  }

  /** Whether a session of the route's role, or the base identity's credentials, could be had. */
  boolean works(Route route) {
    return route
        .access()
        .match(
            role -> assumed.getOrDefault(role.fingerprint(), false),
            base -> present.getOrDefault(base.identity(), false),
            nobody -> false);
  }

  private static Access.Role first(Access.Role role) {
    Access.Role first = role;
    for (Access.Role next = role.through(); next != null; next = next.through()) {
      first = next;
    }
    return first;
  }

  private boolean identity(
      IdentitySource source, RolecallConfig config, StsEndpoint endpoint, List<CheckStep> steps) {
    return source.match(
        own -> own(own, config, endpoint, steps),
        signIn -> {
          steps.add(
              CheckStep.skipped(
                  IDENTITY,
                  signIn + " has no credentials of its own: the role tells whether it works"));
          return true;
        });
  }

  private boolean own(
      IdentitySource source, RolecallConfig config, StsEndpoint endpoint, List<CheckStep> steps) {
    try (BaseIdentity base = BaseIdentity.of(source, config)) {
      CallerIdentity identity =
          CallerIdentity.ask(endpoint, base, clients.over(StsNetwork.of(config)), clock);
      steps.add(CheckStep.ok(IDENTITY, where(endpoint) + identity.arn() + " (" + base + ")"));
      identity.clockSkew().ifPresent(skew -> steps.add(clock(skew)));
      return true;
    } catch (SessionException e) {
      steps.add(CheckStep.failed(IDENTITY, where(endpoint) + e.getMessage(), null));
    } catch (ConfigException e) {
      steps.add(CheckStep.failed(IDENTITY, String.valueOf(e.getMessage()), null));
    }
    return false;
  }

  private static String where(StsEndpoint endpoint) {
    return endpoint.endpoint().map(URI::toString).orElse("AWS's STS")
        + endpoint.region().map(region -> " in " + region).orElse("")
        + ": ";
  }

  private static CheckStep clock(Duration skew) {
    String detail =
        "this machine's clock is "
            + skew.abs().toSeconds()
            + " s "
            + (skew.isNegative() ? "behind" : "ahead of")
            + " STS's";
    return skew.abs().compareTo(SKEW) > 0
        ? CheckStep.failed(CLOCK, detail, "Set the clock (NTP): AWS refuses what is signed by it")
        : CheckStep.ok(CLOCK, detail);
  }

  private boolean assume(Route route, Access.Role role, List<CheckStep> steps) {
    try {
      Session session = StandaloneSession.obtain(conf, route.location(), caller, clock);
      steps.add(
          CheckStep.ok(
              ROLE,
              role
                  + " for "
                  + route.location()
                  + ": session "
                  + session.sessionName()
                  + " until "
                  + session.expiration()));
      return true;
    } catch (SessionException | ConfigException e) {
      steps.add(CheckStep.failed(ROLE, route.location() + ": " + e.getMessage(), null));
      return false;
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
