package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a catalog's properties may not say beside routes. A route names who signs; a catalog that
 * vends credentials, or a key that names another signer, says something else, and neither is better
 * than the other.
 */
public final class CatalogProperties {

  /** The factory of Rolecall's clients for S3FileIO. */
  static final String FACTORY = "io.rolecall.iceberg.RolecallClientFactory";

  /** Gives the credentials of a named route. */
  static final String NAMED = "io.rolecall.client.NamedCredentialsProvider";

  static final String PROVIDER = "client.credentials-provider";

  private static final Pattern VENDED =
      Pattern.compile(
          "s3\\.access-key-id|s3\\.secret-access-key|s3\\.session-token"
              + "|client\\.credentials-provider(\\..+)?|client\\.assume-role\\..+"
              + "|client\\.refresh-credentials-endpoint|client\\.factory|s3\\.access-points\\..+");

  /** What must stay off, and why. */
  private static final Map<String, String> OFF =
      Map.of(
          "s3.remote-signing-enabled", "the catalog would sign",
          "s3.access-grants.enabled", "S3 Access Grants would replace the credentials",
          "s3.crt.enabled", "clients of the CRT sign by themselves");

  private CatalogProperties() {}

  /**
   * Refuses what competes with routes.
   *
   * @param properties a catalog's properties, with what it vends
   * @throws ConfigException names the key, never its value
   */
  public static void check(Map<String, String> properties) {
    find("", properties)
        .ifPresent(
            wrong -> {
              throw new ConfigException(wrong.message(), null);
            });
  }

  /**
   * What competes with routes, and is refused.
   *
   * @param own what the catalog's properties begin with in Spark's
   * @param properties a catalog's properties
   */
  static Optional<CatalogFinding> find(String own, Map<String, String> properties) {
    return rivals(properties).stream()
        .findFirst()
        .map(
            key ->
                OFF.containsKey(key)
                    ? new CatalogFinding(
                        Kind.WRONG,
                        own
                            + key
                            + " = '"
                            + properties.get(key)
                            + "' for a catalog whose files are signed by Rolecall's routes: "
                            + OFF.get(key)
                            + ", which picks no route",
                        "Set it to false")
                    : new CatalogFinding(
                        Kind.WRONG,
                        own
                            + key
                            + " is set for a catalog whose files are signed by Rolecall's routes ("
                            + "s3.client-factory-impl = "
                            + FACTORY
                            + "), so that there are two who could sign",
                        key.startsWith("client.assume-role.")
                            ? "'rolecall import iceberg' turns it into a route; then remove it"
                            : "Remove it, or have the catalog vend no credentials; or remove"
                                + " s3.client-factory-impl, and the route of the catalog's warehouse"));
  }

  /**
   * The properties that say otherwise who signs.
   *
   * @param properties a catalog's properties
   * @return their names, sorted
   */
  static List<String> rivals(Map<String, String> properties) {
    boolean named = properties.getOrDefault(PROVIDER, "").equals(NAMED);
    return new TreeMap<>(properties)
        .entrySet().stream()
            // A named route serves Glue, DynamoDB and KMS; S3's clients come from this factory.
            .filter(entry -> !(named && entry.getKey().startsWith(PROVIDER)))
            .filter(
                entry ->
                    OFF.containsKey(entry.getKey())
                        ? Boolean.parseBoolean(entry.getValue())
                        : VENDED.matcher(entry.getKey()).matches() && !entry.getValue().isBlank())
            .map(Map.Entry::getKey)
            .toList();
  }
}
