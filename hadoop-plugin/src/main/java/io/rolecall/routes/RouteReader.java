package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes of one bucket: from the JSON document, from S3A's role keys of the bucket, from
 * those of all.
 */
final class RouteReader {

  private final RolecallConfig config;
  private final RouteDocument document;
  private final Configuration conf;
  private final SessionTermsReader terms;
  private final ScopeReader scopes;
  private final S3ACredentials credentials;

  RouteReader(RolecallConfig config, RouteDocument document) {
    this.config = config;
    this.document = document;
    this.conf = config.conf();
    this.terms = new SessionTermsReader(config.sessionDefaults());
    this.scopes = new ScopeReader(config);
    this.credentials = new S3ACredentials(config);
  }

  /** The base identity that the key names. */
  IdentitySource baseIdentity() {
    return base(identities()).source();
  }

  private IdentityReader identities() {
    return new IdentityReader(new StaticKeysReader(config), document.identities());
  }

  private ChosenIdentity base(IdentityReader identities) {
    S3ACredentials.Choice choice = credentials.base();
    if (choice.source() != null) {
      return new ChosenIdentity(choice.source(), null);
    }
    try {
      return identities.read(choice.text());
    } catch (IllegalArgumentException e) {
      throw e instanceof ConfigException
          ? e
          : new ConfigException(choice.key() + " = '" + choice.text() + "': " + e.getMessage(), e);
    }
  }

  /** The caller's routes of a bucket, whose per-bucket options are already propagated. */
  RouteTable<Route> routes(String bucket, HadoopUser caller, ScopedSessions sessions) {
    AudienceRoutes all = read(bucket);
    try {
      return RouteTable.of(bucket, sessions.with(bucket, document, all.chosen(caller), caller));
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          e.getMessage()
              + " (from "
              + origin()
              + " and "
              + credentials.anonymous().orElse(RolecallKeys.ROLE_ARN.written(conf))
              + ")",
          e);
    }
  }

  /** All routes of a bucket, whoever they are for. */
  AudienceRoutes read(String bucket) {
    AudienceRoutes all = new AudienceRoutes();
    IdentityReader identities = identities();
    S3Location whole = new S3Location(bucket, "");
    for (RouteDocument.Located located : document.of(bucket)) {
      Route route = route(located.entry(), located.location(), identities);
      all.add(
          new ReadRoute(route, scope(located.entry(), route), true),
          audience(located.entry(), route.location()));
    }
    if (whole.isClient()) {
      // Neither the routes nor the keys of every bucket are for other services.
      return all;
    }
    AudienceRoutes ofEveryBucket = new AudienceRoutes();
    for (RoutesJson.Entry entry : document.ofEveryBucket()) {
      Route route = route(entry, whole, identities);
      ofEveryBucket.add(new ReadRoute(route, scope(entry, route), false), audience(entry, whole));
    }
    boolean unsigned = credentials.anonymous().isPresent();
    boolean ownKey = credentials.isOwnRole() || credentials.isOwnAnonymous();
    boolean ofAll = !ownKey && !all.hasRouteFor(whole);
    if (ofAll) {
      all.addAll(ofEveryBucket);
    }
    if (ownKey || !all.hasRouteFor(whole)) {
      if (unsigned) {
        credentials.checkAnonymousAlone();
        all.add(ReadRoute.unscoped(new Route(whole, new Access.Anonymous())), Audience.ALL);
      } else {
        RolecallKeys.ROLE_ARN
            .find(conf)
            .ifPresent(role -> all.add(fromKeys(whole, role, base(identities)), Audience.ALL));
      }
    }
    if (ofAll && !unsigned && all.hasRouteFor(whole)) {
      credentials.checkUnderARoleOfAll(() -> base(identities));
    }
    return all;
  }

  private Audience audience(RoutesJson.Entry entry, S3Location location) {
    try {
      return new Audience(names("users", entry.users()), names("groups", entry.groups()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin() + ": route of " + location + ": " + e.getMessage(), e);
    }
  }

  /** An empty list would be for everybody: a route that a script wrote for no one is not. */
  private static Set<String> names(String field, @Nullable List<String> names) {
    if (names != null && names.isEmpty()) {
      throw new InvalidRouteException(
          "'" + field + "' is empty; name somebody, or leave the field out");
    }
    return names == null ? Set.of() : new HashSet<>(names);
  }

  private String origin() {
    return document.origin().isEmpty() ? RolecallKeys.ROUTES.name() : document.origin();
  }

  private ReadRoute fromKeys(S3Location whole, String role, ChosenIdentity by) {
    try {
      Access access =
          new RoleChain(terms.ofKeys(), terms.endpointOfKeys(), by)
              .of(
                  List.of(
                      new RoutesJson.Link(role, RolecallKeys.EXTERNAL_ID.find(conf).orElse(null))));
      return new ReadRoute(
          new Route(whole, access), scopes.ofKeys(whole, access), credentials.isOwnRole());
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          RolecallKeys.ROLE_ARN.written(conf) + " = '" + role + "': " + e.getMessage(), e);
    }
  }

  private Route route(RoutesJson.Entry entry, S3Location location, IdentityReader identities) {
    try {
      return new Route(location, access(entry, identities));
    } catch (ConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          origin() + ": route of " + written(entry, location) + ": " + e.getMessage(), e);
    }
  }

  private Optional<ScopedLocation> scope(RoutesJson.Entry entry, Route route) {
    try {
      return scopes.of(entry, route.location(), route.access());
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          origin() + ": route of " + written(entry, route.location()) + ": " + e.getMessage(), e);
    }
  }

  private static Object written(RoutesJson.Entry entry, S3Location location) {
    return entry.location() == null ? location : entry.location();
  }

  private Access access(RoutesJson.Entry entry, IdentityReader identities) {
    int ways =
        (entry.role() == null ? 0 : 1)
            + (entry.roles() == null ? 0 : 1)
            + (entry.identity() == null ? 0 : 1);
    if (ways != 1) {
      throw new InvalidRouteException(
          "expected exactly one of 'role', 'roles' (a chain) and 'identity' ('base', 'anonymous')");
    }
    if (entry.identity() != null) {
      List<String> ofARole = entry.fieldsOfARole();
      if (!ofARole.isEmpty()) {
        throw new InvalidRouteException(
            "fields of a role beside 'identity', which assumes none: "
                + String.join(", ", ofARole)
                + "; remove them, or name the 'role'");
      }
      if (entry.identity().equals(IdentityReader.ANONYMOUS)) {
        return new Access.Anonymous();
      }
      return new Access.Base(identity(entry.identity(), identities).source());
    }
    if (entry.roles() != null && entry.externalId() != null) {
      throw new InvalidRouteException(
          "'externalId' beside 'roles': name it in the element of 'roles' that asks for it");
    }
    List<RoutesJson.Link> chain =
        entry.roles() != null
            ? entry.roles()
            : List.of(new RoutesJson.Link(entry.role(), entry.externalId()));
    if (chain.isEmpty()) {
      throw new InvalidRouteException("'roles' is empty; name at least one role");
    }
    ChosenIdentity by = identity(entry.by() == null ? IdentityReader.BASE : entry.by(), identities);
    Access.Role role = new RoleChain(terms.of(entry), terms.endpoint(entry), by).of(chain);
    if (entry.sessionName() != null && role.through() == null && by.namesSessions()) {
      throw new InvalidRouteException(
          "'sessionName' for a role that "
              + by.source()
              + " gives: the identity provider names the session. Remove it, or put the role behind"
              + " another");
    }
    return role;
  }

  private ChosenIdentity identity(String text, IdentityReader identities) {
    return text.equals(IdentityReader.BASE) ? base(identities) : identities.read(text);
  }
}
