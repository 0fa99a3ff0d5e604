package io.rolecall.driver;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.config.StsNetworkKeys;
import io.rolecall.driver.DeclaredRoutes.DeclaredRole;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.route.Access;
import io.rolecall.route.BucketNames;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.Routed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes that one declared set of a driver's configuration has when the driver starts: those of
 * each bucket and client that it names, and those of every other bucket. Immutable.
 */
final class RoutesOfSet {

  /** Longer than S3 lets a name be, so that no route is for it. */
  private static final String OTHER = "any-bucket-without-a-route-of-its-own-".repeat(2) + "name";

  /** What comes along with an answer: about 20 KB. */
  private static final int MOST_COMPANIONS = 200;

  private static final String BUCKET_PREFIX = "fs.s3a.bucket.";

  private final Map<String, GrantedBucket> buckets = new LinkedHashMap<>();
  private final Map<NamedClient, GrantedBucket> clients = new LinkedHashMap<>();

  /** Why nobody knows which clients have routes; empty if that is known. */
  private final Optional<String> unread;

  private final Map<PlaceOfSet, GrantedBucket> companions;
  private final Map<String, DeclaredRole> roles = new HashMap<>();
  private final GrantedBucket other;

  /**
   * Reads the routes. May read files and look groups up.
   *
   * @param book the set
   * @param caller the job's owner
   */
  RoutesOfSet(RouteBook book, HadoopUser caller) {
    unread = readClients(book, caller);
    for (String bucket : names(book)) {
      buckets.put(bucket, read(book, bucket, caller));
    }
    other = read(book, OTHER, caller);
    Companions along = new Companions();
    clients.forEach((client, routes) -> along.add(new ClientOfSet(book.name(), client), routes));
    buckets.forEach((bucket, routes) -> along.add(new BucketOfSet(book.name(), bucket), routes));
    companions = along.chosen;
  }

  /** As many as there is room for. */
  private static final class Companions {

    private final Map<PlaceOfSet, GrantedBucket> chosen = new LinkedHashMap<>();
    private int room = MOST_COMPANIONS;

    void add(PlaceOfSet place, GrantedBucket routes) {
      int size = routes.routes().size();
      if (size > 0 && size <= room) {
        room -= size;
        chosen.put(place, routes);
      }
    }
  }

  private Optional<String> readClients(RouteBook book, HadoopUser caller) {
    try {
      for (NamedClient client : book.clients()) {
        clients.put(client, read(book.of(client, caller), client));
      }
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Buckets that have routes or options of their own. */
  private static Set<String> names(RouteBook book) {
    Set<String> names = new TreeSet<>();
    try {
      names.addAll(book.buckets());
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
    names.removeIf(name -> !BucketNames.isOne(name));
    return names;
  }

  private GrantedBucket read(RouteBook book, String bucket, HadoopUser caller) {
    return read(book.of(bucket, caller), S3Location.ofBucket(bucket));
  }

  /** What cannot be read is closed, and says why. */
  private GrantedBucket read(Routed routed, Place whole) {
    try {
      List<Route> routes = routed.all();
      for (Route route : routes) {
        route.access().toRole().ifPresent(role -> addRole(role, route.toString(), routed.config()));
      }
      return GrantedBucket.of(routes);
    } catch (ConfigException e) {
      return closed(whole, String.valueOf(e.getMessage()));
    }
  }

  private static GrantedBucket closed(Place whole, String why) {
    return GrantedBucket.of(List.of(new Route(whole, new Access.Nobody(why))));
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
    if (!BucketNames.isOne(bucket)) {
      return GrantedBucket.NONE;
    }
    GrantedBucket own = buckets.get(bucket);
    return own != null ? own : likeOthers(bucket);
  }

  /** Neither the routes nor the keys of every bucket are for clients. */
  GrantedBucket routes(NamedClient client) {
    GrantedBucket own = clients.get(client);
    return own != null ? own : unread.map(why -> closed(client, why)).orElse(GrantedBucket.NONE);
  }

  private GrantedBucket likeOthers(String bucket) {
    List<GrantedRoute> routes = new ArrayList<>();
    // Routes of every bucket have no prefixes.
    S3Location location = S3Location.ofBucket(bucket);
    for (GrantedRoute route : other.routes()) {
      routes.add(
          route.match(
              role -> new GrantedRoute.ToRole(location, role.role()),
              base -> new GrantedRoute.ToBase(location),
              anonymous -> new GrantedRoute.Unsigned(location),
              closed -> new GrantedRoute.Closed(location, closed.why().replace(OTHER, bucket))));
    }
    return new GrantedBucket(routes, other.roles());
  }

  Map<PlaceOfSet, GrantedBucket> companions() {
    return companions;
  }

  @Nullable DeclaredRole role(String fingerprint) {
    return roles.get(fingerprint);
  }
}
