package io.rolecall.routes.json;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.failure.FileFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The file that the routes are in. */
final class RoutesFile {

  private static final String CLASSPATH = "classpath:";
  private static final Set<String> S3 = Set.of("s3a", "s3", "s3n");

  private final String location;
  private final Configuration conf;

  RoutesFile(String location, Configuration conf) {
    this.location = location;
    this.conf = conf;
  }

  /** The file's text. */
  String read() {
    try {
      return Utf8Text.of(bytes());
    } catch (Utf8Text.NotUtf8Exception e) {
      throw new ConfigException(
          RolecallKeys.ROUTES_FILE.written(conf)
              + " = '"
              + location
              + "': cannot be read: "
              + e.getMessage(),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          RolecallKeys.ROUTES_FILE.written(conf)
              + " = '"
              + location
              + "': cannot be read: "
              + FileFailure.reason(e)
              + ". Expected a local path, classpath:name, or a Hadoop URI that is not S3",
          e);
    }
  }

  private byte[] bytes() throws IOException {
    if (location.startsWith(CLASSPATH)) {
      try (@Nullable InputStream in =
          conf.getClassLoader().getResourceAsStream(location.substring(CLASSPATH.length()))) {
        if (in == null) {
          throw new FileNotFoundException(location);
        }
        return in.readAllBytes();
      }
    }
    Path path = new Path(location);
    String scheme = path.toUri().getScheme();
    if (scheme == null) {
      return Files.readAllBytes(java.nio.file.Path.of(location));
    }
    if (S3.contains(scheme)) {
      // Reading it would need the routes that it holds.
      throw new IOException("routes cannot be read from a bucket that needs a route");
    }
    // Not the one that Hadoop keeps: a query may have made it, with keys of its own.
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf);
        InputStream in = fs.open(path)) {
      return in.readAllBytes();
    }
  }
}
