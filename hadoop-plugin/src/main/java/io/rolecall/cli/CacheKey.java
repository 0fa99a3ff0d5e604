package io.rolecall.cli;

import io.rolecall.route.Access;
import io.rolecall.route.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What a cached session belongs to: everything that decides whose it is, so that no other identity
 * gets it. Two calls that differ in any key of S3A, in what a variable of its value stands for, in
 * any property that the SDK reads, or in the environment, have different ones: a command that signs
 * in may read any variable.
 */
final class CacheKey {

  /** Variables that shells count with: they differ from call to call and say nothing of anybody. */
  private static final Set<String> OF_SHELLS = Set.of("_", "OLDPWD", "SHLVL");

  private static final Set<String> PROPERTIES = Set.of("user.home", "hadoop.token.files");

  private CacheKey() {}

  static String of(
      Configuration conf,
      Route route,
      String user,
      Map<String, String> environment,
      Properties properties) {
    TreeMap<String, String> parts = new TreeMap<>();
    parts.put(
        "route",
        route.access().match(Access.Role::fingerprint, base -> "", anonymous -> "", nobody -> ""));
    parts.put("user", user);
    conf.forEach(
        key -> {
          String name = key.getKey();
          if (name.startsWith("fs.s3a.") || name.startsWith("hadoop.security.")) {
            parts.put("key " + name, key.getValue());
            parts.put("value " + name, conf.get(name, ""));
          }
        });
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("aws.") || PROPERTIES.contains(name)) {
        parts.put("property " + name, properties.getProperty(name, ""));
      }
    }
    environment.forEach(
        (name, value) -> {
          if (!OF_SHELLS.contains(name)) {
            parts.put("variable " + name, value);
          }
        });
    // With their lengths, so that no two different lists read alike.
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (name, value) ->
            text.append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
