package io.rolecall.driver;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.config.StsNetworkKeys;
import io.rolecall.driver.DeclaredRoutes.DeclaredRole;
import io.rolecall.grant.BucketOfSet;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes that one declared set of a driver's configuration has when the driver starts: those of
 * each bucket that it names, and those of every other bucket. Immutable.
 */
final class RoutesOfSet {

  /** Longer than S3 lets a name be, so that no route is for it. */
  private static final String OTHER = "any-bucket-without-a-route-of-its-own-".repeat(2) + "name";

  /** What comes along with an answer: about 20 KB. */
  private static final int MOST_COMPANIONS = 200;

  private static final String BUCKET_PREFIX = "fs.s3a.bucket.";

  private final Map<String, GrantedBucket> named = new LinkedHashMap<>();
  private final Map<BucketOfSet, GrantedBucket> companions = new LinkedHashMap<>();
  private final Map<String, DeclaredRole> roles = new HashMap<>();
  private final GrantedBucket other;

  /**
   * Reads the routes. May read files and look groups up.
   *
   * @param book the set
   * @param caller the job's owner
   */
  RoutesOfSet(RouteBook book, HadoopUser caller) {
    int room = MOST_COMPANIONS;
    for (String bucket : names(book)) {
      GrantedBucket routes = read(book, bucket, caller);
      named.put(bucket, routes);
      int size = routes.routes().size();
      if (size > 0 && size <= room) {
        room -= size;
        companions.put(new BucketOfSet(book.name(), bucket), routes);
      }
    }
    other = read(book, OTHER, caller);
  }

  /** Buckets that have routes or options of their own. */
  private static Set<String> names(RouteBook book) {
    Set<String> names = new TreeSet<>();
    try {
      names.addAll(book.buckets());
      names.addAll(book.clients());
    } catch (ConfigException e) {
      // Each bucket says so by itself.
    }
    List<String> options =
        Stream.of(
                RolecallKeys.all().stream().map(key -> key.name()),
                StsNetworkKeys.all().stream(),
                RouteBook.callersKeys().stream(),
                Stream.of(
                    RolecallConfig.ACCESS_KEY,
                    RolecallConfig.SECRET_KEY,
                    RolecallConfig.SESSION_TOKEN,
                    RolecallConfig.S3A_CREDENTIAL_PROVIDERS))
            .flatMap(keys -> keys)
            .filter(key -> key.startsWith("fs.s3a."))
            .map(key -> key.substring("fs.s3a".length()))
            .toList();
    for (Map.Entry<String, String> entry : book.conf()) {
      String key = entry.getKey();
      if (key.startsWith(BUCKET_PREFIX)) {
        options.stream()
            .filter(key::endsWith)
            .map(
                option -> key.substring(BUCKET_PREFIX.length() - 1, key.length() - option.length()))
            .filter(bucket -> bucket.length() > 1)
            .map(bucket -> bucket.substring(1))
            .forEach(names::add);
      }
    }
    names.removeIf(name -> !isBucket(name));
    return names;
  }

  private static boolean isBucket(String name) {
    try {
      return new S3Location(name, "").isBucket();
    } catch (InvalidRouteException e) {
      return false;
    }
  }

  private GrantedBucket read(RouteBook book, String bucket, HadoopUser caller) {
    RouteTable<Route> table;
    try {
      RoutedBucket routed = book.of(bucket, caller);
      RolecallConfig config = routed.config();
      table = routed.routes();
      for (Route route : table.byPrefix().values()) {
        route.access().toRole().ifPresent(role -> addRole(role, route.toString(), config));
      }
    } catch (ConfigException e) {
      Access closed = new Access.Nobody(String.valueOf(e.getMessage()));
      table = RouteTable.of(bucket, List.of(new Route(new S3Location(bucket, ""), closed)));
    }
    return GrantedBucket.of(table);
  }

  private void addRole(Access.Role role, String route, RolecallConfig config) {
    String name = config.bucket().equals(OTHER) ? "s3a://* -> " + role : route;
    DeclaredRole first =
        roles.putIfAbsent(role.fingerprint(), new DeclaredRole(role, config, name));
    if (first != null
        && !MintedRole.of(role, config).equals(MintedRole.of(first.role(), first.config()))) {
      // Their fingerprints are alike: executors could not tell their sessions apart.
      throw new ConfigException(
          "the same role as "
              + first.name()
              + ", but by other keys of the base identity, or another way to STS. Give one of them a"
              + " session name of its own",
          null);
    }
  }

  GrantedBucket routes(String bucket) {
    if (!isBucket(bucket)) {
      return GrantedBucket.NONE;
    }
    GrantedBucket own = named.get(bucket);
    if (own != null) {
      return own;
    }
    return S3Location.isClient(bucket) ? GrantedBucket.NONE : likeOthers(bucket);
  }

  private GrantedBucket likeOthers(String bucket) {
    List<GrantedRoute> routes = new ArrayList<>();
    for (GrantedRoute route : other.routes()) {
      S3Location location = new S3Location(bucket, route.location().prefix());
      routes.add(
          route.match(
              role -> new GrantedRoute.ToRole(location, role.role()),
              base -> new GrantedRoute.ToBase(location),
              anonymous -> new GrantedRoute.Unsigned(location),
              closed -> new GrantedRoute.Closed(location, closed.why().replace(OTHER, bucket))));
    }
    return new GrantedBucket(routes, other.roles());
  }

  Map<BucketOfSet, GrantedBucket> companions() {
    return companions;
  }

  @Nullable DeclaredRole role(String fingerprint) {
    return roles.get(fingerprint);
  }
}
