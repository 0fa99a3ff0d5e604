package io.rolecall.catalogs;

import io.rolecall.config.ConfigException;
import io.rolecall.text.OneLine;
import java.util.Map;
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

  /** What has the SDK search for one, which would ask the node. */
  private static final Set<String> NO_REGION = Set.of("", "sdk", "ec2");

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
    String own = properties.getOrDefault(REGION, "").trim();
    String region = own.isEmpty() ? conf.getTrimmed(OF_ALL, "") : own;
    if (NO_REGION.contains(region)) {
      throw new ConfigException(
          "a catalog whose files are signed by Rolecall's routes has no region: set "
              + REGION
              + " among its properties (spark.sql.catalog.NAME.client.region), or "
              + OF_ALL,
          null);
    }
    if (!A_REGION.matcher(region).matches()) {
      throw new ConfigException(
          (own.isEmpty() ? OF_ALL : REGION)
              + " = '"
              + OneLine.of(region, LONGEST)
              + "': expected a region such as eu-west-1",
          null);
    }
    return region;
  }
}
