package io.rolecall.boundary;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What libraries and notebooks do in the driver: copy its Configuration, set something, and open a
 * file system of their own. Its arguments are the settings, and {@value #LOCATION}.
 */
public final class ReadWithCopy implements DriverCode {

  /** The argument that says what to read. */
  public static final String LOCATION = "location";

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) throws IOException {
    Map<String, String> settings = new TreeMap<>(arguments);
    String location = settings.remove(LOCATION);
    Configuration copy = new Configuration(spark.sparkContext().hadoopConfiguration());
    settings.forEach(copy::set);
    return read(location, copy);
  }

  /** Reads a file through a file system of its own. */
  static String read(String location, Configuration conf) throws IOException {
    try (FileSystem fs = FileSystem.newInstance(URI.create(location), conf);
        FSDataInputStream in = fs.open(new Path(location))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
