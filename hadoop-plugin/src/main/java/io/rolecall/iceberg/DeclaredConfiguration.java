package io.rolecall.iceberg;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declaration;
import io.rolecall.declaration.Declarations;
import io.rolecall.text.OneLine;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The Hadoop configuration for a catalog's clients. Iceberg gives its factories none, and Spark
 * reads a catalog's properties from SQL's configuration, which every user may SET. So who signs,
 * and where requests go, must be what the application was started with.
 */
final class DeclaredConfiguration {

  private static final String ENDPOINT = "s3.endpoint";
  private static final String PATH_STYLE = "s3.path-style-access";
  private static final String PROXY = "http-client.proxy-endpoint";

  /** Where the SDK sends requests by itself, for one region or another. */
  private static final Pattern AMAZON =
      Pattern.compile(
          "https://(s3|s3([.-]|\\.dualstack\\.)[a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?/?");

  private static final int LONGEST = 200;

  private DeclaredConfiguration() {}

  /**
   * The configuration.
   *
   * @param properties a catalog's properties
   * @return what was declared; that of the site files where nothing was
   * @throws ConfigException if the properties are not what was declared
   */
  static Configuration of(Map<String, String> properties) {
    Optional<Declaration> declared = Declarations.current();
    if (declared.isEmpty()) {
      // Whoever writes the properties is the operator.
      return new Configuration();
    }
    Configuration conf = declared.get().ofCatalog(properties.get(Declaration.CATALOG)).conf();
    checkEndpoint(properties, conf);
    checkPathStyle(properties, conf);
    checkProxy(properties, conf);
    return conf;
  }

  private static void checkEndpoint(Map<String, String> properties, Configuration conf) {
    String given = properties.getOrDefault(ENDPOINT, "");
    String declared = endpoint(conf).orElse("");
    boolean regional = declared.isEmpty() && AMAZON.matcher(given).matches();
    if (!given.isEmpty() && !regional && !sameHost(given, declared)) {
      throw new ConfigException(
          ENDPOINT
              + " = '"
              + withoutUser(given)
              + "', but this application was started with "
              + (declared.isEmpty()
                  ? "no fs.s3a.endpoint"
                  : "fs.s3a.endpoint = '" + withoutUser(declared) + "'")
              + ". Where requests go is declared by whoever starts the application: set"
              + " spark.hadoop.fs.s3a.endpoint at launch; "
              + ENDPOINT
              + " may then be left out",
          null);
    }
  }

  private static void checkProxy(Map<String, String> properties, Configuration conf) {
    String given = properties.getOrDefault(PROXY, "");
    String host = conf.getTrimmed("fs.s3a.proxy.host", "");
    String port = conf.getTrimmed("fs.s3a.proxy.port", "");
    String declared = host.isEmpty() || port.isEmpty() ? "" : host + ":" + port;
    if (!given.isEmpty() && !given.replaceFirst("^https?://", "").equals(declared)) {
      throw new ConfigException(
          PROXY
              + " = '"
              + withoutUser(given)
              + "', but this application was started with "
              + (declared.isEmpty()
                  ? "no fs.s3a.proxy.host and fs.s3a.proxy.port"
                  : "fs.s3a.proxy.host and fs.s3a.proxy.port '" + declared + "'")
              + ". Which way requests go is declared by whoever starts the application: set them at"
              + " launch",
          null);
    }
  }

  /** A URL may have a password in it. */
  private static String withoutUser(String url) {
    String line = OneLine.of(url, LONGEST);
    return line.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/]*@", "$1***@");
  }

  private static boolean sameHost(String given, String declared) {
    return withoutSlashes(given).equals(withoutSlashes(declared));
  }

  /** In one pass: a pattern for the slashes at the end would begin anew at each of many. */
  private static String withoutSlashes(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }

  /** Path style decides which host a request goes to, as much as the endpoint does. */
  static void checkPathStyle(Map<String, String> properties, Configuration conf) {
    String given = properties.getOrDefault(PATH_STYLE, "");
    boolean declared = conf.getBoolean("fs.s3a.path.style.access", false);
    if (!given.isEmpty() && endpoint(conf).isPresent() && Boolean.parseBoolean(given) != declared) {
      throw new ConfigException(
          PATH_STYLE
              + " = '"
              + OneLine.of(given, LONGEST)
              + "', but this application was started with fs.s3a.path.style.access = '"
              + declared
              + "', and the one sends requests to another host than the other. Where requests go is"
              + " declared by whoever starts the application: set"
              + " spark.hadoop.fs.s3a.path.style.access at launch; "
              + PATH_STYLE
              + " may then be left out",
          null);
    }
  }

  /**
   * S3A's endpoint for all buckets, if it is none of Amazon's: the SDK knows those by the region.
   */
  static Optional<String> endpoint(Configuration conf) {
    String endpoint = conf.getTrimmed("fs.s3a.endpoint", "");
    if (endpoint.isEmpty() || endpoint.endsWith("s3.amazonaws.com")) {
      return Optional.empty();
    }
    boolean ssl = conf.getBoolean("fs.s3a.connection.ssl.enabled", true);
    return Optional.of(
        endpoint.contains("://") ? endpoint : (ssl ? "https://" : "http://") + endpoint);
  }
}
