package io.rolecall.supply;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of the environment by which clients of AWS's services find out who they are. */
final class AwsVariables {

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

  private static final List<String> PROXIES =
      List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
  private static final List<String> NO_PROXY = List.of("no_proxy", "NO_PROXY");

  private AwsVariables() {}

  /** Whether a client could take an identity from it that is not the one that it is given. */
  static boolean isIdentity(String name) {
    return name.startsWith(FSSPEC)
        || name.startsWith("AWS_")
            && !name.endsWith(LOCKS)
            && IDENTITY.stream().anyMatch(name::contains);
  }

  /** Leaves no identity to find: neither there, nor in the user's home, nor on the machine. */
  static void clear(Map<String, String> environment) {
    environment.keySet().removeIf(AwsVariables::isIdentity);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("BOTO_CONFIG", "/dev/null"); // boto's own file, which botocore still reads.
  }

  /** Some clients ask a proxy for what is on their own machine, and tell it the token. */
  static void reachDirectly(Map<String, String> environment, String host) {
    if (PROXIES.stream().noneMatch(environment::containsKey)) {
      return;
    }
    String present =
        NO_PROXY.stream()
            .map(name -> Optional.ofNullable(environment.get(name)))
            .flatMap(Optional::stream)
            .filter(value -> !value.isBlank())
            .findFirst()
            .map(value -> value + ",")
            .orElse("");
    NO_PROXY.forEach(name -> environment.put(name, present + host));
  }
}
