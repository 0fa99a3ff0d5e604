package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** A routes document, and what comes of it: whoever writes the file. */
public final class RoutesFuzz {

  private static final Configuration EMPTY = new Configuration(false);

  private RoutesFuzz() {}

  /** Reads it and looks up a bucket; only a ConfigException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    Configuration conf = new Configuration(EMPTY);
    conf.set("fs.s3a.rolecall.routes", new String(data, StandardCharsets.UTF_8));
    try {
      RouteBook book = RouteBook.of(conf);
      book.everyOther();
      for (String bucket : book.buckets()) {
        book.of(bucket, HadoopUser.current()).routes().byPrefix();
      }
    } catch (ConfigException e) {
      // As it should be.
    }
  }
}
