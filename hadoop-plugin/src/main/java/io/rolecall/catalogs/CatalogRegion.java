package io.rolecall.catalogs;

import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.config.ConfigException;
import io.rolecall.text.OneLine;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** The region that requests for a catalog's files are signed for. */
public final class CatalogRegion {

  private static final String REGION = "client.region";
  private static final String OF_ALL = "fs.s3a.endpoint.region";

  /** As the SDK writes them; it keeps each name that it was ever asked for. */
  private static final Pattern A_REGION = Pattern.compile("[a-z0-9-]{1,40}");

  private static final int LONGEST = 200;

  /** S3A's words for it. */
  private static final Set<String> ASKS_THE_NODE = Set.of("sdk", "ec2");

  private CatalogRegion() {}

  /**
   * The region.
   *
   * @param properties the catalog's properties
   * @param conf the configuration
   * @return the region
   * @throws ConfigException if none is named, or what is named can be none
   */
  public static String of(Map<String, String> properties, Configuration conf) {
    Optional<CatalogFinding> wrong = find("", properties, conf);
    if (wrong.isPresent()) {
      throw new ConfigException(wrong.get().message(), null);
    }
    return named(properties, conf);
  }

  /**
   * What is wrong with the region.
   *
   * @param own what the catalog's properties begin with in Spark's
   * @param properties the catalog's properties
   * @param conf the configuration
   */
  static Optional<CatalogFinding> find(
      String own, Map<String, String> properties, Configuration conf) {
    String region = named(properties, conf);
    boolean ofCatalog = !properties.getOrDefault(REGION, "").isBlank();
    String key = ofCatalog ? own + REGION : OF_ALL;
    String remedy = "Set " + own + REGION + " or " + OF_ALL + " to one such as eu-west-1";
    if (region.isEmpty()) {
      return wrong(
          own
              + REGION
              + " is not set, nor is "
              + OF_ALL
              + ": Rolecall signs for a region, and does not ask the node for one",
          remedy);
    }
    if (ASKS_THE_NODE.contains(region)) {
      return wrong(
          key
              + " = '"
              + region
              + "' has the SDK ask the node for a region, which Rolecall does not",
          remedy);
    }
    return A_REGION.matcher(region).matches()
        ? Optional.empty()
        : wrong(key + " = '" + OneLine.of(region, LONGEST) + "' is not a region", remedy);
  }

  private static Optional<CatalogFinding> wrong(String text, String remedy) {
    return Optional.of(new CatalogFinding(Kind.WRONG, text, remedy));
  }

  private static String named(Map<String, String> properties, Configuration conf) {
    String own = properties.getOrDefault(REGION, "").trim();
    return own.isEmpty() ? conf.getTrimmed(OF_ALL, "") : own;
  }
}
