package io.rolecall.config;

import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads routes: from the JSON document, from S3A's role keys of a bucket, from those of all. */
final class RouteReader {

  /** Locations that mean every bucket without a route of its own. */
  private static final Set<String> EVERY_BUCKET = Set.of("s3a://*", "s3://*", "s3n://*");

  private final RolecallConfig config;
  private final Configuration conf;
  private final SessionTermsReader terms;

  RouteReader(RolecallConfig config) {
    this.config = config;
    this.conf = config.conf();
    this.terms = new SessionTermsReader(conf);
  }

  /** The base identity that the key names. */
  IdentitySource baseIdentity() {
    return base(identities(document())).source();
  }

  private IdentityReader identities(RoutesJson.Document document) {
    try {
      return new IdentityReader(new StaticKeysReader(config), document.namedIdentities());
    } catch (InvalidRouteException e) {
      throw new ConfigException(origin() + ": " + e.getMessage(), e);
    }
  }

  private ChosenIdentity base(IdentityReader identities) {
    String text = RolecallKeys.BASE_IDENTITY.get(conf);
    try {
      return identities.read(text);
    } catch (IllegalArgumentException e) {
      throw e instanceof ConfigException
          ? e
          : new ConfigException(
              RolecallKeys.BASE_IDENTITY.name() + " = '" + text + "': " + e.getMessage(), e);
    }
  }

  /** The caller's routes of a bucket, whose per-bucket options are already propagated. */
  RouteTable<Route> routes(String bucket, Caller caller) {
    AudienceRoutes all = read(bucket);
    try {
      return RouteTable.of(bucket, all.chosen(caller));
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          e.getMessage() + " (from " + origin() + " and " + RolecallKeys.ROLE_ARN.name() + ")", e);
    }
  }

  /** The routes of a bucket that are for others than the caller. */
  List<PassedOver> passedOver(String bucket, Caller caller) {
    return read(bucket).passedOver(caller);
  }

  /** All routes of a bucket, whoever they are for. */
  List<RoutedFor> everybodysRoutes(String bucket) {
    return read(bucket).all();
  }

  private AudienceRoutes read(String bucket) {
    AudienceRoutes all = new AudienceRoutes();
    RoutesJson.Document document = document();
    IdentityReader identities = identities(document);
    List<RoutesJson.Entry> entries = document.entries();
    S3Location whole = new S3Location(bucket, "");
    AudienceRoutes ofEveryBucket = new AudienceRoutes();
    for (int i = 0; i < entries.size(); i++) {
      RoutesJson.Entry entry = entries.get(i);
      Optional<S3Location> named = location(entry, i);
      Route route = route(entry, named.orElse(whole), identities);
      if (named.isEmpty()) {
        ofEveryBucket.add(route, audience(entry, whole));
      } else if (whole.bucket().equals(route.location().bucket())) {
        all.add(route, audience(entry, route.location()));
      }
    }
    boolean ownKey =
        conf.get(RolecallKeys.ROLE_ARN.name().replace("fs.s3a.", "fs.s3a.bucket." + bucket + "."))
            != null;
    if (!ownKey && !all.hasRouteFor(whole)) {
      all.addAll(ofEveryBucket);
    }
    if (ownKey || !all.hasRouteFor(whole)) {
      RolecallKeys.ROLE_ARN
          .find(conf)
          .ifPresent(
              role -> all.add(new Route(whole, fromKeys(role, base(identities))), Audience.ALL));
    }
    return all;
  }

  private Audience audience(RoutesJson.Entry entry, S3Location location) {
    try {
      return new Audience(
          entry.users() == null ? Set.of() : new HashSet<>(entry.users()),
          entry.groups() == null ? Set.of() : new HashSet<>(entry.groups()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin() + ": route of " + location + ": " + e.getMessage(), e);
    }
  }

  Set<String> documentBuckets() {
    Set<String> buckets = new TreeSet<>();
    List<RoutesJson.Entry> entries = document().entries();
    for (int i = 0; i < entries.size(); i++) {
      location(entries.get(i), i).ifPresent(location -> buckets.add(location.bucket()));
    }
    return buckets;
  }

  private RoutesJson.Document document() {
    Optional<String> inline = RolecallKeys.ROUTES.find(conf);
    Optional<String> file = RolecallKeys.ROUTES_FILE.find(conf);
    if (inline.isPresent() && file.isPresent()) {
      throw new ConfigException(
          "both "
              + RolecallKeys.ROUTES.name()
              + " and "
              + RolecallKeys.ROUTES_FILE.name()
              + " are set; keep one",
          null);
    }
    return inline
        .or(() -> file.map(location -> new RoutesFile(location, conf).read()))
        .map(text -> RoutesJson.parse(text, origin()))
        .orElse(RoutesJson.Document.EMPTY);
  }

  private String origin() {
    return RolecallKeys.ROUTES_FILE
        .find(conf)
        .map(file -> RolecallKeys.ROUTES_FILE.name() + " (" + file + ")")
        .orElse(RolecallKeys.ROUTES.name());
  }

  private Access fromKeys(String role, ChosenIdentity by) {
    try {
      return new RoleChain(terms.ofKeys(), terms.endpointOfKeys(), by)
          .of(List.of(new RoutesJson.Link(role, RolecallKeys.EXTERNAL_ID.find(conf).orElse(null))));
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          RolecallKeys.ROLE_ARN.name() + " = '" + role + "': " + e.getMessage(), e);
    }
  }

  /** Where a route is; empty for every bucket that no other route is for. */
  private Optional<S3Location> location(RoutesJson.@Nullable Entry entry, int index) {
    if (entry == null || entry.location() == null) {
      throw new ConfigException(origin() + ": route " + (index + 1) + " has no 'location'", null);
    }
    if (EVERY_BUCKET.contains(entry.location())) {
      return Optional.empty();
    }
    try {
      return Optional.of(S3Location.parse(entry.location()));
    } catch (InvalidRouteException e) {
      throw new ConfigException(origin() + ": route " + (index + 1) + ": " + e.getMessage(), e);
    }
  }

  private Route route(RoutesJson.Entry entry, S3Location location, IdentityReader identities) {
    try {
      return new Route(location, access(entry, identities));
    } catch (ConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          origin() + ": route of " + entry.location() + ": " + e.getMessage(), e);
    }
  }

  private Access access(RoutesJson.Entry entry, IdentityReader identities) {
    int ways =
        (entry.role() == null ? 0 : 1)
            + (entry.roles() == null ? 0 : 1)
            + (entry.identity() == null ? 0 : 1);
    if (ways != 1) {
      throw new InvalidRouteException(
          "expected exactly one of 'role', 'roles' (a chain) and 'identity': 'base'");
    }
    if (entry.identity() != null) {
      if (entry.by() != null) {
        throw new InvalidRouteException(
            "'by' beside 'identity': 'by' says who assumes a role, and 'identity' assumes none");
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
    return new RoleChain(terms.of(entry), terms.endpoint(entry), by).of(chain);
  }

  private ChosenIdentity identity(String text, IdentityReader identities) {
    return text.equals(IdentityReader.BASE) ? base(identities) : identities.read(text);
  }
}
