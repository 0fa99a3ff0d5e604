package io.rolecall.it;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** Hadoop configurations for file systems on a {@link LocalAws}. */
final class S3Conf {

  private S3Conf() {}

  /** Rolecall, without routes and without a base identity. */
  static Configuration rolecall(URI endpoint, String duration) {
    Configuration conf = plain(endpoint);
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint.toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", duration);
    return conf;
  }

  /** Plain S3A. */
  static Configuration plain(URI endpoint) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.impl", S3AFileSystem.class.getName());
    conf.set("fs.s3a.endpoint", endpoint.toString());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    return conf;
  }

  /** Writes what a test has set, secrets too, as the {@code core-site.xml} of a folder. */
  static void write(Configuration conf, Path folder) throws IOException {
    Configuration own = new Configuration(false);
    conf.forEach(
        key -> {
          if (key.getKey().startsWith("fs.") || key.getKey().startsWith("spark.sql.catalog.")) {
            own.set(key.getKey(), conf.get(key.getKey()));
          }
        });
    try (OutputStream out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      own.writeXml(out);
    }
  }

  static void baseIdentity(Configuration conf, AccessKey key) {
    conf.set("fs.s3a.access.key", key.accessKeyId());
    conf.set("fs.s3a.secret.key", key.secretAccessKey());
  }

  static void role(Configuration conf, String bucket, String arn) {
    conf.set("fs.s3a.bucket." + bucket + ".assumed.role.arn", arn);
  }
}
