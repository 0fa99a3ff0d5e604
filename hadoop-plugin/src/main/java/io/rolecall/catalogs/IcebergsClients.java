package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clients that Iceberg makes for a catalog by itself, and who signs for them as the catalog's
 * properties say.
 *
 * @param own what the catalog's properties begin with in Spark's: {@code spark.sql.catalog.NAME.}
 * @param properties the catalog's properties
 * @see <a href="https://iceberg.apache.org/docs/latest/aws/#aws-client-customization">Client
 *     customization</a>
 */
record IcebergsClients(String own, Map<String, String> properties) {

  static final String S3_FACTORY = "s3.client-factory-impl";

  private static final String CLIENT_FACTORY = "client.factory";

  /** Has the catalog of Glue choose the factory of Lake Formation. */
  private static final String LAKE_FORMATION = "glue.lakeformation-enabled";

  private static final String ROLE = "client.assume-role.arn";
  private static final String PROVIDER = CatalogProperties.PROVIDER;
  private static final String KEY = "s3.access-key-id";

  private static final String IMPORT =
      "'rolecall import iceberg' turns the role into a route, and says what else to set";

  private static final Set<String> DEFAULT_FACTORIES =
      Set.of(
          "",
          "org.apache.iceberg.aws.s3.DefaultS3FileIOAwsClientFactory",
          "org.apache.iceberg.aws.AwsClientFactories$DefaultAwsClientFactory");

  /** Those that read {@link #ROLE}; the default one does not. */
  private static final Set<String> FACTORIES_WITH_A_ROLE =
      Set.of(
          "org.apache.iceberg.aws.AssumeRoleAwsClientFactory",
          "org.apache.iceberg.aws.lakeformation.LakeFormationAwsClientFactory");

  /** The role that they assume; empty if they assume none. */
  Optional<String> role() {
    boolean assumes =
        value(CLIENT_FACTORY).isEmpty()
            ? Boolean.parseBoolean(value(LAKE_FORMATION))
            : FACTORIES_WITH_A_ROLE.contains(value(CLIENT_FACTORY));
    return assumes && !value(ROLE).isEmpty() ? Optional.of(value(ROLE)) : Optional.empty();
  }

  /**
   * Who signs for those of S3FileIO.
   *
   * @param vends whether the catalog's server may vend credentials
   * @return what they do, as the rest of a sentence about them
   */
  String signing(boolean vends) {
    if (!DEFAULT_FACTORIES.contains(value(S3_FACTORY))) {
      return madeBy(S3_FACTORY);
    }
    if (role().isPresent()) {
      return "assume the role of "
          + set(ROLE)
          + " by themselves, with whatever identity they find, not by a route";
    }
    if (!DEFAULT_FACTORIES.contains(value(CLIENT_FACTORY))) {
      return madeBy(CLIENT_FACTORY);
    }
    if (!value(KEY).isEmpty()) {
      return "have the keys of " + own + KEY + ", not those of a route";
    }
    if (!value(PROVIDER).isEmpty()) {
      return "have the credentials of " + set(PROVIDER) + ", not those of their files' routes";
    }
    return vends
        ? "take what its server vends, or whatever identity they find, not that of a route"
        : "take whatever identity they find, not that of a route";
  }

  private String madeBy(String key) {
    return "are made by " + set(key) + ", which knows no routes";
  }

  private String set(String key) {
    return own + key + " = '" + value(key) + "'";
  }

  /**
   * What makes them Rolecall's.
   *
   * @param vends whether the catalog's server may vend credentials
   * @return a sentence without its end
   */
  String remedy(boolean vends) {
    List<String> rivals = CatalogProperties.rivals(properties);
    return "Set "
        + own
        + S3_FACTORY
        + "="
        + CatalogProperties.FACTORY
        + (rivals.isEmpty() ? "" : " and remove " + String.join(", ", rivals))
        + (role().isPresent() ? " (" + IMPORT + ")" : "")
        + (vends ? ", and have the catalog's server vend no credentials" : "")
        + "; or set "
        + own
        + "io-impl=org.apache.iceberg.hadoop.HadoopFileIO";
  }

  /** That those of Glue and DynamoDB assume a role; empty if they do not. */
  Optional<CatalogFinding> roleOfOthers() {
    return role()
        .map(
            role ->
                new CatalogFinding(
                    Kind.MIGHT_PASS_BY,
                    set(ROLE)
                        + ": Iceberg's clients of Glue and DynamoDB assume this role by themselves,"
                        + " with whatever identity they find, not by a route",
                    IMPORT));
  }

  private String value(String key) {
    return properties.getOrDefault(key, "");
  }
}
