package io.rolecall.config;

import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.route.SessionTerms;
import io.rolecall.route.StsEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads routes: from the JSON document, from S3A's role keys of a bucket, from those of all. */
final class RouteReader {

  private final RolecallConfig config;
  private final Configuration conf;

  RouteReader(RolecallConfig config) {
    this.config = config;
    this.conf = config.conf();
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

  private AudienceRoutes read(String bucket) {
    AudienceRoutes all = new AudienceRoutes();
    RoutesJson.Document document = document();
    IdentityReader identities = identities(document);
    List<RoutesJson.Entry> entries = document.entries();
    for (int i = 0; i < entries.size(); i++) {
      Route route = route(entries.get(i), i, identities);
      if (route.location().bucket().equals(bucket)) {
        all.add(route, audience(entries.get(i), route.location()));
      }
    }
    S3Location whole = new S3Location(bucket, "");
    boolean ofThisBucket =
        conf.get(RolecallKeys.ROLE_ARN.name().replace("fs.s3a.", "fs.s3a.bucket." + bucket + "."))
            != null;
    if (ofThisBucket || !all.hasRouteFor(whole)) {
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
          entry.users() == null ? Set.of() : Set.copyOf(entry.users()),
          entry.groups() == null ? Set.of() : Set.copyOf(entry.groups()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin() + ": route of " + location + ": " + e.getMessage(), e);
    }
  }

  Set<String> documentBuckets() {
    Set<String> buckets = new TreeSet<>();
    List<RoutesJson.Entry> entries = document().entries();
    for (int i = 0; i < entries.size(); i++) {
      buckets.add(location(entries.get(i), i).bucket());
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
      return new RoleChain(terms(RolecallKeys.SESSION_DURATION.get(conf)), endpoint(), by)
          .of(List.of(new RoutesJson.Link(role, RolecallKeys.EXTERNAL_ID.find(conf).orElse(null))));
    } catch (InvalidRouteException e) {
      throw new ConfigException(
          RolecallKeys.ROLE_ARN.name() + " = '" + role + "': " + e.getMessage(), e);
    }
  }

  private S3Location location(RoutesJson.@Nullable Entry entry, int index) {
    if (entry == null || entry.location() == null) {
      throw new ConfigException(origin() + ": route " + (index + 1) + " has no 'location'", null);
    }
    try {
      return S3Location.parse(entry.location());
    } catch (InvalidRouteException e) {
      throw new ConfigException(origin() + ": route " + (index + 1) + ": " + e.getMessage(), e);
    }
  }

  private Route route(RoutesJson.Entry entry, int index, IdentityReader identities) {
    S3Location location = location(entry, index);
    try {
      return new Route(location, access(entry, identities));
    } catch (ConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(origin() + ": route of " + location + ": " + e.getMessage(), e);
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
    return new RoleChain(terms(entry), endpoint(entry), by).of(chain);
  }

  private ChosenIdentity identity(String text, IdentityReader identities) {
    return text.equals(IdentityReader.BASE) ? base(identities) : identities.read(text);
  }

  private SessionTerms terms(RoutesJson.Entry entry) {
    SessionTerms defaults =
        terms(
            entry.duration() == null
                ? RolecallKeys.SESSION_DURATION.get(conf)
                : duration(entry.duration()));
    return new SessionTerms(
        defaults.duration(),
        entry.sessionName() == null ? defaults.sessionName() : withJob(entry.sessionName()),
        entry.policy() == null || entry.policy().isNull()
            ? defaults.policy()
            : Optional.of(
                entry.policy().isTextual() ? entry.policy().asText() : entry.policy().toString()),
        entry.tags() == null ? defaults.tags() : entry.tags(),
        entry.sourceIdentity() == null
            ? defaults.sourceIdentity()
            : Optional.of(entry.sourceIdentity()));
  }

  private SessionTerms terms(Duration duration) {
    return new SessionTerms(
        duration,
        withJob(RolecallKeys.SESSION_NAME.get(conf)),
        RolecallKeys.POLICY.find(conf),
        RolecallKeys.SESSION_TAGS.find(conf).map(RouteReader::tags).orElse(Map.of()),
        RolecallKeys.SOURCE_IDENTITY.find(conf));
  }

  private static Duration duration(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRouteException("duration '" + text + "': " + e.getMessage());
    }
  }

  /** A session must tell its job: without the id, CloudTrail could not. */
  private static String withJob(String template) {
    return template.contains("{job}") ? template : template + "-{job}";
  }

  private StsEndpoint endpoint(RoutesJson.Entry entry) {
    StsEndpoint defaults = endpoint();
    return new StsEndpoint(
        entry.region() == null ? defaults.region() : Optional.of(entry.region()),
        entry.stsEndpoint() == null ? defaults.endpoint() : Optional.of(uri(entry.stsEndpoint())));
  }

  private StsEndpoint endpoint() {
    return new StsEndpoint(
        RolecallKeys.STS_REGION.find(conf),
        RolecallKeys.STS_ENDPOINT.find(conf).map(RouteReader::uri));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "https://" + text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls to the message below, which says the same.
    }
    throw new InvalidRouteException("STS endpoint '" + text + "': expected a host or a URI");
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : text.split(",")) {
      int equals = tag.indexOf('=');
      if (equals < 1) {
        throw new ConfigException(
            RolecallKeys.SESSION_TAGS.name() + " = '" + text + "': expected key=value,key=value",
            null);
      }
      tags.put(tag.substring(0, equals).trim(), tag.substring(equals + 1).trim());
    }
    return tags;
  }
}
