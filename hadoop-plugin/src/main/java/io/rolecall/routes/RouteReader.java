package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.RoleTemplate;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import io.rolecall.routes.json.ChosenIdentity;
import io.rolecall.routes.json.ForeignRoles;
import io.rolecall.routes.json.RoleChain;
import io.rolecall.routes.json.RouteDocument;
import io.rolecall.routes.json.RoutesJson;
import io.rolecall.routes.json.ScopeReader;
import io.rolecall.routes.json.SessionTermsReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes of one bucket: from the JSON document, from S3A's role keys of the bucket, from
 * those of all; and those of a client of another service, which the document alone has.
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
    return accesses().base().source();
  }

  private AccessReader accesses() {
    return new AccessReader(config, terms, credentials, document.identities());
  }

  /** The caller's routes of a bucket, whose per-bucket options are already propagated. */
  RouteTable<Route> routes(String bucket, HadoopUser caller, ScopedSessions sessions) {
    AudienceRoutes all = read(bucket);
    try {
      return RouteTable.of(bucket, sessions.with(bucket, document, all.chosen(caller), caller));
    } catch (InvalidRouteException e) {
      throw notChosen(e);
    }
  }

  private ConfigException notChosen(InvalidRouteException e) {
    return new ConfigException(
        e.getMessage()
            + " (from "
            + origin()
            + " and "
            + credentials.anonymous().orElse(RolecallKeys.ROLE_ARN.written(conf))
            + ")",
        e);
  }

  /** The caller's route of a client of another service. */
  Optional<Route> route(NamedClient client, HadoopUser caller) {
    try {
      return read(client).chosen(caller).stream().map(ReadRoute::route).findFirst();
    } catch (InvalidRouteException e) {
      throw notChosen(e);
    }
  }

  /** All routes of a client, whoever they are for: those of every bucket, and keys, are not. */
  AudienceRoutes read(NamedClient client) {
    AudienceRoutes all = new AudienceRoutes();
    AccessReader accesses = accesses();
    for (RoutesJson.Entry entry : document.of(client)) {
      Route route = route(entry, client, accesses);
      checkUnscoped(entry, client);
      all.add(written(entry, ReadRoute.unscoped(route), accesses), audience(entry, client));
    }
    return all;
  }

  /** All routes of a bucket, whoever they are for. */
  AudienceRoutes read(String bucket) {
    AudienceRoutes all = new AudienceRoutes();
    AccessReader accesses = accesses();
    S3Location whole = whole(bucket);
    for (RouteDocument.Located located : document.of(bucket)) {
      RoutesJson.Entry entry = located.entry();
      Route route = route(entry, located.location(), accesses);
      ReadRoute read = new ReadRoute(route, scope(entry, located.location(), route), true);
      all.add(written(entry, read, accesses), audience(entry, located.location()));
    }
    AudienceRoutes ofEveryBucket = new AudienceRoutes();
    for (RoutesJson.Entry entry : document.ofEveryBucket()) {
      Route route = route(entry, whole, accesses);
      ReadRoute read = new ReadRoute(route, scope(entry, whole, route), false);
      ofEveryBucket.add(written(entry, read, accesses), audience(entry, whole));
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
            .ifPresent(role -> all.add(fromKeys(whole, role, accesses.base()), Audience.ALL));
      }
    }
    if (ofAll && !unsigned && all.hasRouteFor(whole)) {
      credentials.checkUnderARoleOfAll(() -> accesses.base());
    }
    return all;
  }

  /** The route itself, or one for each caller. */
  private WrittenRoute written(RoutesJson.Entry entry, ReadRoute read, AccessReader accesses) {
    return AccessReader.callers(entry)
        .<WrittenRoute>map(
            roles ->
                new TemplateRoute(
                    read,
                    roles,
                    chain -> accesses.assumed(entry, chain),
                    RolecallKeys.SUBMITTERS_TRUSTED.get(conf)))
        .orElse(read);
  }

  private static S3Location whole(String bucket) {
    try {
      return S3Location.ofBucket(bucket);
    } catch (InvalidRouteException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private Audience audience(RoutesJson.Entry entry, Place place) {
    try {
      return new Audience(names("users", entry.users()), names("groups", entry.groups()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin() + ": route of " + place + ": " + e.getMessage(), e);
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
      if (RoleTemplate.isTemplate(role)) {
        throw new InvalidRouteException(
            "a role that depends on who calls needs 'allowed': write it into a route of "
                + RolecallKeys.ROUTES.name());
      }
      List<RoutesJson.Link> chain =
          List.of(new RoutesJson.Link(role, RolecallKeys.EXTERNAL_ID.find(conf).orElse(null)));
      Access.Role access = new RoleChain(terms.ofKeys(), terms.endpointOfKeys(), by).of(chain);
      new ForeignRoles(conf).check(access, chain);
      return new ReadRoute(
          new Route(whole, access), scopes.ofKeys(whole, access), credentials.isOwnRole());
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          RolecallKeys.ROLE_ARN.written(conf) + " = '" + role + "': " + e.getMessage(), e);
    }
  }

  private Route route(RoutesJson.Entry entry, Place place, AccessReader accesses) {
    try {
      return new Route(place, accesses.read(entry));
    } catch (ConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          origin() + ": route of " + written(entry, place) + ": " + e.getMessage(), e);
    }
  }

  private void checkUnscoped(RoutesJson.Entry entry, NamedClient client) {
    try {
      ScopeReader.checkUnscoped(entry);
    } catch (InvalidRouteException e) {
      throw new ConfigException(origin() + ": route of " + client + ": " + e.getMessage(), e);
    }
  }

  private Optional<ScopedLocation> scope(RoutesJson.Entry entry, S3Location location, Route route) {
    try {
      return scopes.of(entry, location, route.access());
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          origin() + ": route of " + written(entry, location) + ": " + e.getMessage(), e);
    }
  }

  private static Object written(RoutesJson.Entry entry, Place place) {
    return entry.location() == null ? place : entry.location();
  }
}
