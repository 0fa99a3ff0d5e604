package io.rolecall.iceberg;

import io.rolecall.catalogs.CatalogProperties;
import io.rolecall.catalogs.CatalogRegion;
import io.rolecall.client.RoutedClients;
import io.rolecall.config.ConfigException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * S3FileIO's clients, which sign by Rolecall's routes: {@code s3.client-factory-impl}.
 *
 * <p>Iceberg makes a factory on the driver, sends it to executors with the table, and closes the
 * clients that it made. So the factory keeps no client, only the properties that clients are made
 * of, and no secret among them. Who signs, and where requests go, is what was declared when the
 * application started; a catalog that brings credentials or an endpoint of its own is refused.
 *
 * @see <a href="https://iceberg.apache.org/docs/latest/aws/">Iceberg's AWS integrations</a>
 */
public final class RolecallClientFactory implements S3FileIOAwsClientFactory {

  private static final long serialVersionUID = 1L;

  /** The properties of clients. Others of a catalog may be passwords; {@code s3.sse.key} is one. */
  private static final String OF_CLIENTS = "(?!s3\\.sse\\.)(s3|client|http-client|rolecall)\\..+";

  private TreeMap<String, String> properties = new TreeMap<>();

  /** For Iceberg. */
  public RolecallClientFactory() {}

  /**
   * Takes a catalog's properties, and those that a REST catalog sends for a table.
   *
   * @param all the properties
   * @throws ConfigException if they name credentials, or what signs otherwise than by routes
   */
  @Override
  public void initialize(Map<String, String> all) {
    CatalogProperties.check(all);
    TreeMap<String, String> kept = new TreeMap<>();
    all.forEach(
        (key, value) -> {
          if (key.matches(OF_CLIENTS)) {
            kept.put(key, value);
          }
        });
    properties = kept;
  }

  /**
   * Makes a client.
   *
   * @return a new client; whoever asked for it closes it
   * @throws ConfigException if there is no region, or the properties are not what was declared
   */
  @Override
  public S3Client s3() {
    Configuration conf = DeclaredConfiguration.of(properties);
    S3FileIOProperties s3 = new S3FileIOProperties(withEndpoint(conf));
    S3ClientBuilder builder = S3Client.builder();
    configure(builder, s3, conf);
    new HttpClient(properties).apply(builder);
    s3.applyServiceConfigurations(builder);
    s3.applyUserAgentConfigurations(builder);
    s3.applyRetryConfigurations(builder);
    return RoutedClients.s3(builder, conf);
  }

  /**
   * Makes an async client, for the accelerated streams of {@code s3.analytics-accelerator.enabled}.
   * It is the SDK's own, because the one of the CRT signs by itself. It has the SDK's default HTTP
   * client and retries, whatever {@code http-client.*} and {@code s3.retry.*} say.
   *
   * @return a new client; whoever asked for it closes it
   * @throws ConfigException if there is no region, or the properties are not what was declared
   */
  @Override
  public S3AsyncClient s3Async() {
    Configuration conf = DeclaredConfiguration.of(properties);
    S3FileIOProperties s3 = new S3FileIOProperties(withEndpoint(conf));
    var builder = S3AsyncClient.builder();
    configure(builder, s3, conf);
    builder
        .forcePathStyle(s3.isPathStyleAccess())
        .crossRegionAccessEnabled(s3.isCrossRegionAccessEnabled());
    return RoutedClients.s3Async(builder, conf);
  }

  private <B extends S3BaseClientBuilder<B, C>, C> void configure(
      B builder, S3FileIOProperties s3, Configuration conf) {
    builder.region(Region.of(CatalogRegion.of(properties, conf)));
    if (Boolean.parseBoolean(properties.get(AwsClientProperties.LEGACY_MD5_PLUGIN_ENABLED))) {
      new AwsClientProperties(properties).applyLegacyMd5Plugin(builder);
    }
    s3.applyEndpointConfigurations(builder);
  }

  /** With S3A's endpoint where the catalog names none. */
  private Map<String, String> withEndpoint(Configuration conf) {
    Map<String, String> all = new TreeMap<>(properties);
    DeclaredConfiguration.endpoint(conf)
        .ifPresent(
            endpoint -> {
              all.putIfAbsent(S3FileIOProperties.ENDPOINT, endpoint);
              all.putIfAbsent(
                  S3FileIOProperties.PATH_STYLE_ACCESS,
                  conf.getTrimmed("fs.s3a.path.style.access", "false"));
            });
    return all;
  }

  /** The names of what it was given; no values. */
  @Override
  public String toString() {
    return "RolecallClientFactory" + properties.keySet();
  }
}
