package io.rolecall.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A configuration and a user, drawn by lot. Its dimensions:
 *
 * <ul>
 *   <li>routes to roles, to chains, to the base identity; of buckets, prefixes and {@code s3a://*}
 *   <li>routes for everybody, for users, for groups: some are closed to some users
 *   <li>roles that depend on the user, or on one of the groups; allowed to some, to several or to
 *       nobody; where submitters are trusted, and where they are not
 *   <li>routes without a signature, by the JSON and by S3A's keys
 *   <li>roles of S3A's keys, for one bucket and for all
 *   <li>groups by a mapping of a file, or of an option
 *   <li>a base identity with credentials and without, for all buckets and for one
 *   <li>the user by an option, or because the process runs as him
 *   <li>each key in a file, or as an option
 * </ul>
 *
 * @param file the keys of a file
 * @param options the keys of the command line
 * @param user the user
 * @param groups the user's groups
 * @param isProcessUser whether the process runs as the user
 * @param location what the user wants to access
 */
record RandomSetup(
    Map<String, String> file,
    Map<String, String> options,
    String user,
    List<String> groups,
    boolean isProcessUser,
    String location) {

  /** A role that STS gives to nobody. */
  static final String DENIED = "arn:aws:iam::111122223333:role/denied";

  private static final String PROVIDER = "aws.credentials.provider";
  private static final String ANONYMOUS =
      "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider";
  private static final String ROUTES = "fs.s3a.rolecall.routes";

  /** Locations that are asked for: some below each that may be routed. */
  private static final List<String> LOCATIONS =
      List.of(
          "s3a://b1/k",
          "s3a://b1/p/k",
          "s3a://b1/p/q/k",
          "s3a://b1/p/q/r/k",
          "s3a://b2/k",
          "s3a://elsewhere/k");

  private static final List<String> PLACES =
      List.of("s3a://b1", "s3a://b1/p", "s3a://b1/p/q", "s3a://b2", "s3a://*");
  private static final List<String> ROLES =
      List.of("arn:aws:iam::111122223333:role/one", "arn:aws:iam::444455556666:role/two", DENIED);
  private static final List<String> USERS = List.of("alice", "bob", "carol");
  private static final List<String> GROUPS = List.of("admins", "analysts");
  private static final String NO_CREDENTIALS = "properties:/no/such/file";

  static RandomSetup draw(Random random, Map<String, String> always) {
    return new Draw(random).setup(always);
  }

  /** Whether there is no route at all, for whomever. */
  boolean routesNothing() {
    return Stream.concat(file.keySet().stream(), options.keySet().stream())
        .noneMatch(
            key -> key.equals(ROUTES) || key.endsWith(".role.arn") || key.endsWith(PROVIDER));
  }

  /** All keys, as the job has them. */
  Configuration configuration() {
    Configuration conf = new Configuration();
    file.forEach(conf::set);
    options.forEach(conf::set);
    return conf;
  }

  /** A command's surroundings, with a file in a folder. */
  CommandRun.Setting setting(Path folder) throws IOException {
    Configuration keys = new Configuration(false);
    file.forEach(keys::set);
    Path path = folder.resolve("job.xml");
    try (var out = Files.newOutputStream(path)) {
      keys.writeXml(out);
    }
    CommandRun.Setting setting = new CommandRun.Setting().file(path);
    options.forEach(setting::conf);
    return setting;
  }

  /** Draws one. */
  private record Draw(Random random) {

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    private boolean oneIn(int many) {
      return random.nextInt(many) == 0;
    }

    RandomSetup setup(Map<String, String> always) {
      Map<String, String> keys = new TreeMap<>();
      if (!oneIn(8)) {
        keys.put(ROUTES, routes());
      }
      role(keys, "fs.s3a.bucket.b1.assumed.role.arn", 5);
      role(keys, "fs.s3a.bucket.b2.assumed.role.arn", 5);
      role(keys, "fs.s3a.assumed.role.arn", 7);
      if (!oneIn(6)) {
        keys.put("fs.s3a.rolecall.submitters.trusted", "true");
      }
      if (oneIn(8)) {
        keys.put("fs.s3a.bucket.b1." + PROVIDER, ANONYMOUS);
      }
      if (oneIn(10)) {
        keys.put("fs.s3a." + PROVIDER, ANONYMOUS);
      }
      if (oneIn(5)) {
        keys.put("fs.s3a.rolecall.base.identity", NO_CREDENTIALS);
      }
      if (oneIn(10)) {
        keys.put("fs.s3a.bucket.b1.rolecall.base.identity", NO_CREDENTIALS);
      }
      Map<String, List<String>> groups = new TreeMap<>();
      USERS.forEach(user -> groups.put(user, groups()));
      keys.put("hadoop.user.group.static.mapping.overrides", mapping(groups));
      Map<String, String> file = new TreeMap<>(always);
      Map<String, String> options = new TreeMap<>();
      keys.forEach((key, value) -> (random.nextBoolean() ? file : options).put(key, value));
      String user = any(USERS);
      return new RandomSetup(
          file, options, user, groups.getOrDefault(user, List.of()), oneIn(3), any(LOCATIONS));
    }

    private void role(Map<String, String> keys, String key, int often) {
      if (oneIn(often)) {
        keys.put(key, any(ROLES));
      }
    }

    private List<String> groups() {
      return GROUPS.stream().filter(group -> oneIn(2)).toList();
    }

    private static String mapping(Map<String, List<String>> groups) {
      List<String> users = new ArrayList<>();
      groups.forEach((user, own) -> users.add(user + "=" + String.join(",", own)));
      return String.join(";", users);
    }

    private String routes() {
      TreeSet<String> routes = new TreeSet<>();
      for (int i = random.nextInt(5) + 1; i >= 0; i--) {
        routes.add("{\"location\":\"" + any(PLACES) + "\"," + access() + audience() + "}");
      }
      return "{\"version\":1,\"routes\":[" + String.join(",", routes) + "]}";
    }

    private String access() {
      return switch (random.nextInt(14)) {
        case 0, 1, 2 -> "\"identity\":\"base\"";
        case 4 -> "\"identity\":\"anonymous\"";
        case 3 ->
            "\"roles\":[{\"role\":\"arn:aws:iam::111122223333:role/hub\"},{\"role\":\""
                + any(ROLES)
                + "\",\"externalId\":\"id-1\"}]";
        case 5, 6, 7, 8, 9 -> template();
        default -> "\"role\":\"" + any(ROLES) + "\"";
      };
    }

    private String template() {
      String role = "arn:aws:iam::111122223333:role/";
      return "\"role\":\""
          + role
          + any(List.of("of-{user}", "of-{user}", "of-{group}", "{group}/of-{user}"))
          + "\",\"allowed\":\""
          + role
          + any(
              List.of("of-.+", "of-.+", ".*(alice|bob|admins)", "(admins|analysts)/.+", "nobodys"))
          + "\"";
    }

    private String audience() {
      return switch (random.nextInt(4)) {
        case 0 -> ",\"users\":[\"" + any(USERS) + "\"]";
        case 1 -> ",\"groups\":[\"" + any(GROUPS) + "\"]";
        default -> "";
      };
    }
  }
}
