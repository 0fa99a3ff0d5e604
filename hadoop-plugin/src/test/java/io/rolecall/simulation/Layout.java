package io.rolecall.simulation;

import io.rolecall.config.RolecallConfig;
import io.rolecall.driver.DeclaredRoutes;
import io.rolecall.driver.RoutesAtStart;
import io.rolecall.route.RoleArn;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.RenewalPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * What a job declares: a bucket for each role, and in the first bucket a prefix for each.
 *
 * @param roles how many roles
 * @param chained whether the last role is assumed through the first
 * @param seconds how long sessions last
 */
record Layout(int roles, boolean chained, int seconds) {

  static final UserGroupInformation OWNER = UserGroupInformation.createRemoteUser("simulated");

  private static final ConcurrentMap<Layout, Declared> READ = new ConcurrentHashMap<>();

  /**
   * A place that jobs read.
   *
   * @param bucket its bucket
   * @param key an object's key
   * @param role the role that is declared for it
   */
  record Place(String bucket, String key, int role) {}

  /** What the driver reads when it starts; of one layout always the same. */
  record Declared(
      DeclaredRoutes routes,
      Map<String, RoutedBucket> buckets,
      List<Place> places,
      RenewalPolicy policy,
      RolecallConfig config) {}

  static RoleArn role(int number) {
    return RoleArn.parse("arn:aws:iam::%012d:role/reader".formatted(number));
  }

  private String access(int role) {
    return chained && role == roles - 1
        ? "\"roles\": [{\"role\": \"%s\"}, {\"role\": \"%s\"}]".formatted(role(0), role(role))
        : "\"role\": \"%s\"".formatted(role(role));
  }

  private String route(String location, int role) {
    return "{\"location\": \"s3a://%s\", %s}".formatted(location, access(role));
  }

  Declared read() {
    return READ.computeIfAbsent(this, Layout::readNow);
  }

  private Declared readNow() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.access.key", "base");
    conf.set("fs.s3a.secret.key", "base-secret");
    conf.set("fs.s3a.rolecall.job.id", "job");
    conf.set("fs.s3a.assumed.role.session.duration", seconds + "s");
    List<String> routes = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int role = 0; role < roles; role++) {
      routes.add(route("b" + role, role));
      places.add(new Place("b" + role, "data/part-0", role));
    }
    for (int role = 1; role < roles; role++) {
      routes.add(route("b0/p" + role, role));
      places.add(new Place("b0", "p" + role + "/part-0", role));
    }
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [" + String.join(", ", routes) + "]}");
    RouteBook book = RouteBook.of(conf);
    HadoopUser user = HadoopUser.of(OWNER);
    Map<String, RoutedBucket> buckets =
        IntStream.range(0, roles)
            .mapToObj(number -> "b" + number)
            .collect(
                Collectors.toMap(
                    name -> name, name -> book.of(name, user), (one, two) -> one, HashMap::new));
    RolecallConfig config = RolecallConfig.ofAll(conf);
    return new Declared(
        RoutesAtStart.read(List.of(book), user), buckets, places, config.renewalPolicy(), config);
  }
}
