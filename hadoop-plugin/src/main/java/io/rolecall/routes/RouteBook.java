package io.rolecall.routes;

import io.rolecall.config.BucketOptions;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.routes.json.RouteDocument;
import io.rolecall.routes.json.RouteDocuments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * All routes of one configuration. Its document is read once, however many buckets are asked for.
 * Thread-safe, as long as nobody changes the configuration.
 */
public final class RouteBook {

  private final String name;
  private final Configuration conf;
  private final BucketOptions options;

  private final RouteDocuments documents = new RouteDocuments();
  private final ScopedSessions scoped = new ScopedSessions(new Buckets());

  private RouteBook(String name, Configuration conf) {
    this.name = name;
    this.conf = conf;
    this.options = new BucketOptions(conf);
  }

  /**
   * The routes of a configuration. Nothing is read yet.
   *
   * @param conf the Hadoop configuration; must not change any more
   * @return the book
   */
  public static RouteBook of(Configuration conf) {
    return of("", conf);
  }

  /**
   * The routes of a declared set. Nothing is read yet.
   *
   * @param name the set's name; empty for the set that every application has
   * @param conf the set's Hadoop configuration; must not change any more
   * @return the book
   */
  public static RouteBook of(String name, Configuration conf) {
    return new RouteBook(name, conf);
  }

  /**
   * The name of the declared set whose routes these are.
   *
   * @return the name; empty for the set that every application has
   */
  public String name() {
    return name;
  }

  /**
   * The configuration that the routes are read from.
   *
   * @return the configuration; not to be changed
   */
  public Configuration conf() {
    return conf;
  }

  /**
   * What the document of all buckets names besides roles and locations: its identities, and so its
   * commands and files, and its endpoints of STS.
   *
   * @return values to be compared, not shown
   * @throws ConfigException if the document cannot be read
   */
  public Set<Object> places() {
    return documents.of(ofAll()).places();
  }

  /**
   * The same of the documents of all buckets and of one.
   *
   * @param bucket the bucket, whose own keys may name another document
   * @return values to be compared, not shown
   * @throws ConfigException if a document cannot be read
   */
  public Set<Object> places(String bucket) {
    Set<Object> places = new HashSet<>(places());
    places.addAll(documents.of(RolecallConfig.of(options, bucket)).places());
    return places;
  }

  /**
   * The routes of a bucket, for a user. Nothing is read yet.
   *
   * @param bucket the bucket
   * @param user whom they are for
   * @return the bucket's settings and routes
   */
  public RoutedBucket of(String bucket, HadoopUser user) {
    RolecallConfig config = RolecallConfig.of(options, bucket);
    return new RoutedBucket(name, config, user, () -> reader(config), () -> routes(config, user));
  }

  /**
   * The route of a client of another service, for a user. Nothing is read yet.
   *
   * @param client the client
   * @param user whom it is for
   * @return the client's settings and route
   */
  public RoutedClient of(NamedClient client, HadoopUser user) {
    RolecallConfig config = RolecallConfig.ofClients(options);
    return new RoutedClient(name, client, config, user, () -> reader(config));
  }

  /**
   * The routes of a place's bucket, or of a client, for a user. Nothing is read yet.
   *
   * @param place a location of the bucket, or the client
   * @param user whom they are for
   * @return the settings and routes
   */
  public Routed of(Place place, HadoopUser user) {
    return place.match(location -> of(location.bucket(), user), client -> of(client, user));
  }

  /**
   * Whether another book of the same set routes a bucket as this one does.
   *
   * @param other the other book
   * @param bucket the bucket
   * @param user whom the routes are for
   * @return false if the books are of two sets
   * @throws ConfigException if the routes of either cannot be read
   */
  public boolean routesAlike(RouteBook other, String bucket, HadoopUser user) {
    return name.equals(other.name)
        && of(bucket, user).routes().byPrefix().equals(other.of(bucket, user).routes().byPrefix());
  }

  /**
   * The settings that are for no bucket in particular.
   *
   * @return the settings
   */
  public RolecallConfig ofAll() {
    return RolecallConfig.ofAll(conf);
  }

  /**
   * The base identity of {@link RolecallKeys#BASE_IDENTITY}, where no bucket has one of its own.
   *
   * @return where its credentials come from
   * @throws ConfigException if the key names none, or one that is not complete
   */
  public IdentitySource baseIdentity() {
    return reader(ofAll()).baseIdentity();
  }

  /**
   * The buckets that routes name.
   *
   * @return their names, sorted
   * @throws ConfigException if the document cannot be read
   */
  public List<String> buckets() {
    TreeSet<String> buckets = new TreeSet<>(documents.of(ofAll()).buckets());
    buckets.addAll(KeyedBuckets.all(conf));
    return new ArrayList<>(buckets);
  }

  /**
   * The clients of other services that routes name.
   *
   * @return the clients, sorted by name
   * @throws ConfigException if the document cannot be read
   */
  public List<NamedClient> clients() {
    return documents.of(ofAll()).clients();
  }

  /**
   * The routes of all buckets that routes name, sorted by location, and then those of all clients,
   * whoever they are for.
   *
   * @return the routes
   * @throws ConfigException if a route is not valid
   */
  public List<RoutedFor> all() {
    List<RoutedFor> all = new ArrayList<>();
    for (String bucket : buckets()) {
      everybodys(bucket).stream()
          .sorted(Comparator.comparing(routed -> routed.place().toString()))
          .forEach(all::add);
    }
    for (NamedClient client : clients()) {
      all.addAll(reader(RolecallConfig.ofClients(options)).read(client).all());
    }
    return all;
  }

  /**
   * The routes of the buckets that no route names.
   *
   * @return the routes, whoever they are for, with a location that stands for all those buckets
   * @throws ConfigException if a route is not valid
   */
  public List<RoutedFor> everyOther() {
    return everybodys(S3Location.EVERY_OTHER.bucket());
  }

  /**
   * How a user's job accesses the buckets that no route names.
   *
   * @param user whom the routes are for
   * @return the access; empty if these buckets have no route, whoever it is for
   * @throws ConfigException if a route is not valid
   */
  public Optional<Access> everyOther(HadoopUser user) {
    return of(S3Location.EVERY_OTHER, user).at(S3Location.EVERY_OTHER).map(Route::access);
  }

  private List<RoutedFor> everybodys(String bucket) {
    return reader(RolecallConfig.of(options, bucket)).read(bucket).all();
  }

  /**
   * Whether a value of {@code fs.s3a.aws.credentials.provider} leaves requests unsigned.
   *
   * @param providers the key's value
   * @return true if it is S3A's provider of no credentials alone
   */
  public static boolean isAnonymous(String providers) {
    return S3ACredentials.isAnonymous(providers);
  }

  /**
   * S3A's keys that say who signs or who calls STS, but for those of {@link RolecallConfig}: a
   * bucket's own make its role another one.
   *
   * @return the names of the keys of all buckets
   */
  public static List<String> callersKeys() {
    return S3ACredentials.KEYS;
  }

  private RouteReader reader(RolecallConfig config) {
    return new RouteReader(config, documents.of(config));
  }

  /** The caller's routes of a bucket, with the session policies of their scopes. */
  private RouteTable<Route> routes(RolecallConfig config, HadoopUser caller) {
    return reader(config).routes(config.bucket(), caller, scoped);
  }

  /** The other buckets that a role's locations may be in. */
  private final class Buckets implements ScopedSessions.Neighbours {

    @Override
    public Collection<String> bucketsOf(RouteDocument document, RoleArn role) {
      Set<String> buckets = new TreeSet<>(document.bucketsOf(role));
      buckets.addAll(KeyedBuckets.of(role, conf));
      return buckets;
    }

    @Override
    public Collection<ReadRoute> routes(String bucket, RouteDocument document, HadoopUser caller) {
      RolecallConfig config = RolecallConfig.of(options, bucket);
      return documents.of(config) == document
          ? new RouteReader(config, document).read(bucket).chosen(caller)
          : List.of();
    }
  }
}
