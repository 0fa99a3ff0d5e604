package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
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

  private static final String FACTORY = "client.factory";
  private static final String ROLE = "client.assume-role.arn";
  private static final String PROVIDER = "client.credentials-provider";
  private static final String KEY = "s3.access-key-id";

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
    return FACTORIES_WITH_A_ROLE.contains(value(FACTORY)) && !value(ROLE).isEmpty()
        ? Optional.of(value(ROLE))
        : Optional.empty();
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
    if (!DEFAULT_FACTORIES.contains(value(FACTORY))) {
      return madeBy(FACTORY);
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

  /** What makes them Rolecall's, as a sentence without its end. */
  String remedy() {
    String factory = "Set " + own + S3_FACTORY + "=" + CatalogProperties.FACTORY;
    String hadoop = own + "io-impl=org.apache.iceberg.hadoop.HadoopFileIO";
    if (role().isPresent()) {
      return factory
          + " and remove client.factory and client.assume-role.*, which 'rolecall import iceberg'"
          + " turns into a route; or set "
          + hadoop;
    }
    return factory + ", or " + hadoop;
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
                    "'rolecall import iceberg' turns it into a route with a name, and says what to"
                        + " set"));
  }

  private String value(String key) {
    return properties.getOrDefault(key, "");
  }
}
