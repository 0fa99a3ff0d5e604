package io.rolecall.mapreduce;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The configuration folder of a machine. */
final class SiteFiles {

  private SiteFiles() {}

  /**
   * Writes what a configuration sets, without Hadoop's defaults. Each file has all of it: Hadoop
   * reads the defaults of MapReduce after core-site.xml.
   */
  static Path write(Path folder, Configuration conf) throws IOException {
    Files.createDirectories(folder);
    Configuration own = new Configuration(false);
    for (Map.Entry<String, String> entry : conf) {
      String[] sources = conf.getPropertySources(entry.getKey());
      boolean isDefault =
          sources != null && sources.length > 0 && sources[0].endsWith("-default.xml");
      if (!isDefault) {
        own.set(entry.getKey(), conf.getRaw(entry.getKey()));
      }
    }
    for (String file : new String[] {"core", "hdfs", "yarn", "mapred"}) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(file + "-site.xml"))) {
        own.writeXml(out);
      }
    }
    return folder;
  }
}
