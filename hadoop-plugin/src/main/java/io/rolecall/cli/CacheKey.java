package io.rolecall.cli;

import io.rolecall.route.Access;
import io.rolecall.route.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What a cached session belongs to: everything that decides whose it is, so that no other identity
 * gets it. Two calls that differ in any key of S3A or any variable of AWS's have different ones.
 */
final class CacheKey {

  private CacheKey() {}

  static String of(Configuration conf, Route route, String user, Map<String, String> environment) {
    TreeMap<String, String> parts = new TreeMap<>();
    parts.put(
        "route",
        route.access().match(Access.Role::fingerprint, base -> "", anonymous -> "", nobody -> ""));
    parts.put("user", user);
    conf.forEach(
        key -> {
          if (key.getKey().startsWith("fs.s3a.")
              || key.getKey().startsWith("hadoop.security.credential.")) {
            parts.put("key " + key.getKey(), key.getValue());
          }
        });
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("AWS_")) {
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
