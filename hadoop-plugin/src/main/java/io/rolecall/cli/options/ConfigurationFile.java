package io.rolecall.cli.options;

import io.rolecall.config.ConfigException;
import io.rolecall.failure.FileFailure;
import io.rolecall.routes.json.Utf8Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/** A file of configuration keys: Hadoop's XML, or Spark's properties. */
final class ConfigurationFile {

  private static final String HADOOP = "spark.hadoop.";

  private static final String MARK = "\uFEFF";

  private final Path path;
  private final byte[] bytes;

  private ConfigurationFile(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static ConfigurationFile read(Path path) {
    try {
      return new ConfigurationFile(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new ConfigException(
          path + ": the configuration file cannot be read: " + FileFailure.reason(e), e);
    }
  }

  void addTo(Configuration conf) {
    if (isXml()) {
      addXml(conf);
    } else {
      addProperties(conf);
    }
  }

  /** XML says itself how it is encoded. */
  private boolean isXml() {
    String start = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.UTF_8);
    return start.replace(MARK, "").stripLeading().startsWith("<");
  }

  private void addXml(Configuration conf) {
    try {
      // Read at once and alone, so that the failure of this file is told from that of others.
      Configuration scratch = new Configuration(false);
      scratch.addResource(stream(), path.toString());
      scratch.size();
    } catch (RuntimeException e) {
      throw new ConfigException(path + ": not a Hadoop configuration file: " + rootMessage(e), e);
    }
    conf.addResource(stream(), path.toString());
  }

  private ByteArrayInputStream stream() {
    return new ByteArrayInputStream(bytes);
  }

  private static String rootMessage(Exception e) {
    Exception root = e;
    while (root.getCause() instanceof Exception cause) {
      root = cause;
    }
    return FileFailure.reason(root).lines().findFirst().orElse("");
  }

  private void addProperties(Configuration conf) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Utf8Text.of(bytes)));
    } catch (IOException e) {
      throw new ConfigException(
          path + ": the configuration file cannot be read: " + FileFailure.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(path + ": not a properties file: " + e.getMessage(), e);
    }
    Configuration keys = new Configuration(false);
    for (String name : properties.stringPropertyNames()) {
      if (!name.startsWith("spark.")) {
        throw new ConfigException(
            path
                + ": the key '"
                + name
                + "' does not start with spark., so Spark would ignore it: write "
                + HADOOP
                + name
                + ", or use Hadoop's XML",
            null);
      }
      String key = name.startsWith(HADOOP) ? name.substring(HADOOP.length()) : name;
      keys.set(key, properties.getProperty(name).trim());
    }
    // As a resource, so that a later file wins over it.
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      keys.writeXml(xml);
    } catch (IOException e) {
      throw new ConfigException(path + ": not a properties file: " + e.getMessage(), e);
    }
    conf.addResource(new ByteArrayInputStream(xml.toByteArray()), path.toString());
  }
}
