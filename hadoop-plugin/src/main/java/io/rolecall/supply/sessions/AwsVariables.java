package io.rolecall.supply.sessions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The variables of the environment by which clients of AWS's services find out who they are. */
public final class AwsVariables {

  /** What a variable's name has that says, or leads to, an identity. */
  private static final List<String> IDENTITY =
      List.of(
          "ACCESS_KEY",
          "SECRET",
          "TOKEN",
          "PROFILE",
          "ROLE",
          "CREDENTIAL",
          "CONFIG_FILE",
          "CONTAINER",
          "SKIP_SIGNATURE",
          "METADATA");

  /** delta-rs's own identity for a table of locks: nobody takes it for S3's. */
  private static final String LOCKS = "_DYNAMODB";

  /** fsspec takes them for the arguments of s3fs. */
  private static final String FSSPEC = "FSSPEC_S3";

  /** What says where a store is; the location's own configuration does. */
  private static final Set<String> STORE =
      Set.of(
          "AWS_ENDPOINT",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_S3",
          "AWS_S3_ENDPOINT",
          "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
          "AWS_ALLOW_HTTP",
          "AWS_VIRTUAL_HOSTED_STYLE_REQUEST");

  /** The more usual one first. */
  private static final List<String> REGION = List.of("AWS_REGION", "AWS_DEFAULT_REGION");

  /**
   * Where nobody can listen: in containers every port but this one may be any user's. Rust's
   * object_store asks the machine even where that is disabled.
   */
  private static final String NOWHERE = "http://127.0.0.1:0";

  private static final List<String> PROXIES =
      List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
  private static final List<String> NO_PROXY = List.of("no_proxy", "NO_PROXY");
  private static final String NO_PROXY_AT_ALL = "*";

  private AwsVariables() {}

  /** Whether a client could take an identity from it that is not the one that it is given. */
  static boolean isIdentity(String name) {
    return name.startsWith(FSSPEC)
        || name.startsWith("AWS_")
            && !name.endsWith(LOCKS)
            && IDENTITY.stream().anyMatch(name::contains);
  }

  /**
   * Leaves no identity to find: neither there, nor in the user's home, nor on the machine. Leaves
   * no other store either, where the token of a location's role would go.
   */
  public static void clear(Map<String, String> environment) {
    environment.keySet().removeIf(name -> isIdentity(name) || STORE.contains(name));
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", NOWHERE);
    environment.put("AWS_METADATA_ENDPOINT", NOWHERE); // object_store's own.
    environment.put("BOTO_CONFIG", "/dev/null"); // boto's own file, which botocore still reads.
  }

  /** The region that clients would take from there; empty if there is none. */
  public static Optional<String> region(Map<String, String> environment) {
    return REGION.stream().flatMap(name -> value(environment, name).stream()).findFirst();
  }

  /** Clients that find a region there read none of a profile. */
  public static void removeRegion(Map<String, String> environment) {
    environment.keySet().removeAll(REGION);
  }

  /** Sets the region by each of its names. */
  public static void putRegion(Map<String, String> environment, String region) {
    REGION.forEach(name -> environment.put(name, region));
  }

  /**
   * Some clients ask a proxy for what is on their own machine, and tell it the token. Each reads
   * one of two variables first: what only one of them says holds for both.
   */
  public static void reachDirectly(Map<String, String> environment, String host) {
    if (PROXIES.stream().noneMatch(environment::containsKey)) {
      return;
    }
    Optional<String> any =
        NO_PROXY.stream().flatMap(name -> value(environment, name).stream()).findFirst();
    for (String name : NO_PROXY) {
      environment.put(
          name, value(environment, name).or(() -> any).map(own -> with(own, host)).orElse(host));
    }
  }

  /** The wildcard is one only where it stands alone. */
  private static String with(String exceptions, String host) {
    boolean said =
        exceptions.strip().equals(NO_PROXY_AT_ALL)
            || Stream.of(exceptions.split(",")).map(String::strip).anyMatch(host::equals);
    return said ? exceptions : exceptions + "," + host;
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
