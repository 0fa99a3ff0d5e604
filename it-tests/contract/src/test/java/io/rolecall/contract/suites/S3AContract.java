package io.rolecall.contract.suites;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/**
 * What the suites may expect of {@code s3a://}: the abilities that S3A declares. Which file system
 * serves it, and how, is said by {@code core-site.xml} alone.
 */
final class S3AContract extends AbstractBondedFSContract {

  /** The bucket that the suites work in. */
  static final String ROOT = "s3a://contract";

  S3AContract(Configuration conf) {
    super(conf);
    addConfResource("contract/abilities.xml");
  }

  @Override
  public String getScheme() {
    return "s3a";
  }

  /** The configuration with other values, so that a cached file system will not do. */
  static Configuration with(Configuration conf, String... keysAndValues) {
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }

  static FileSystem fileSystem(String... keysAndValues) throws IOException {
    return FileSystem.get(URI.create(ROOT), with(new Configuration(), keysAndValues));
  }

  static FileContext fileContext(String... keysAndValues) throws IOException {
    return FileContext.getFileContext(URI.create(ROOT), with(new Configuration(), keysAndValues));
  }
}
