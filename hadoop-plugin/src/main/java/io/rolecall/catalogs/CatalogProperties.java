package io.rolecall.catalogs;

import io.rolecall.config.ConfigException;
import java.util.Map;
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
    boolean named = properties.getOrDefault(PROVIDER, "").equals(NAMED);
    for (Map.Entry<String, String> entry : new TreeMap<>(properties).entrySet()) {
      String key = entry.getKey();
      // A named route serves Glue, DynamoDB and KMS; S3's clients come from this factory.
      boolean ofOtherServices = named && key.startsWith(PROVIDER);
      if (!ofOtherServices && VENDED.matcher(key).matches() && !entry.getValue().isBlank()) {
        throw new ConfigException(
            key
                + " is set for a catalog whose files are signed by Rolecall's routes ("
                + "s3.client-factory-impl = "
                + FACTORY
                + "), so that there are two who could sign. "
                + (key.startsWith("client.assume-role.")
                    ? "'rolecall import iceberg' turns it into a route; then remove it"
                    : "Remove it, or have the catalog vend no credentials; or remove"
                        + " s3.client-factory-impl, and the route of the catalog's warehouse"),
            null);
      }
      String why = OFF.get(key);
      if (why != null && Boolean.parseBoolean(entry.getValue())) {
        throw new ConfigException(
            key
                + " = '"
                + entry.getValue()
                + "' for a catalog whose files are signed by Rolecall's routes: "
                + why
                + ", which picks no route. Set it to false",
            null);
      }
    }
  }
}
