package io.rolecall.s3a;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link RolecallFileSystem} for FileContext, which ignores {@code fs.s3a.impl}. Spark's streaming
 * checkpoints use it. Set it as {@code fs.AbstractFileSystem.s3a.impl}.
 */
public final class RolecallFs extends DelegateToFileSystem {

  private static final Logger LOG = LoggerFactory.getLogger(RolecallFs.class);

  /** FileContext has no close: the file system goes when nobody holds this object any more. */
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * For Hadoop.
   *
   * @param uri the bucket
   * @param conf the configuration
   * @throws IOException if the file system cannot be initialised
   * @throws URISyntaxException if the URI cannot be parsed
   */
  public RolecallFs(URI uri, Configuration conf) throws IOException, URISyntaxException {
    this(uri, new RolecallFileSystem(true), conf);
  }

  private RolecallFs(URI uri, RolecallFileSystem fileSystem, Configuration conf)
      throws IOException, URISyntaxException {
    super(uri, fileSystem, conf, uri.getScheme(), false);
    var unused = CLEANER.register(this, () -> close(fileSystem));
  }

  private static void close(RolecallFileSystem fileSystem) {
    try {
      fileSystem.close();
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("closing {}", fileSystem, e);
    }
  }

  /** S3 has no ports. */
  @Override
  public int getUriDefaultPort() {
    return -1;
  }
}
