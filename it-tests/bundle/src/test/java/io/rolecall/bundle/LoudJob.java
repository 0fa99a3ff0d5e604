package io.rolecall.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process under test: works in buckets, loads the configuration of its logs again, and works in
 * them once more, with file systems from before and with new ones.
 */
final class LoudJob {

  /** What it logs, at TRACE, when the configuration has been loaded again. */
  static final String RELOADED = "reloaded";

  private static final Logger LOG = LoggerFactory.getLogger(LoudJob.class);

  private LoudJob() {}

  /**
   * The job.
   *
   * @param args what is logged with ({@code log4j2} or {@code reload4j}), then the buckets
   */
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    Reload reload = Reload.valueOf(args[0].toUpperCase(java.util.Locale.ROOT));
    for (int i = 1; i < args.length; i++) {
      String bucket = args[i];
      try (FileSystem before = FileSystem.newInstance(URI.create("s3a://" + bucket), conf)) {
        work(before, bucket);
        reload.run();
        LOG.trace(RELOADED);
        work(before, bucket);
        try (FileSystem after = FileSystem.newInstance(URI.create("s3a://" + bucket), conf)) {
          work(after, bucket);
        }
      }
    }
  }

  /** Writes, lists, reads, copies (which is the asynchronous client's) and deletes. */
  private static void work(FileSystem fs, String bucket) throws IOException {
    Path file = new Path("s3a://" + bucket + "/folder/file");
    try (OutputStream out = fs.create(file, true)) {
      out.write("content".getBytes(StandardCharsets.UTF_8));
    }
    fs.listStatus(file.getParent());
    try (var in = fs.open(file)) {
      in.readAllBytes();
    }
    Path copy = new Path(file.getParent(), "copy");
    fs.rename(file, copy);
    fs.delete(copy, false);
  }

  /** How each back end loads its configuration again. */
  private enum Reload {
    LOG4J2 {
      @Override
      void run() {
        org.apache.logging.log4j.core.LoggerContext.getContext(false).reconfigure();
      }
    },
    RELOAD4J {
      @Override
      void run() throws IOException {
        org.apache.log4j.PropertyConfigurator.configure(
            URI.create(System.getProperty("log4j.configuration")).toURL());
        java.util.logging.LogManager.getLogManager().readConfiguration();
      }
    };

    abstract void run() throws IOException;
  }
}
