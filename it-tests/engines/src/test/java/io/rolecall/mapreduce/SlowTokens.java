package io.rolecall.mapreduce;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.tez.common.TezUtils;
import org.apache.tez.examples.WordCount;
import org.apache.tez.runtime.api.ProcessorContext;

/** The example's mapper, which first lists its input until a while has passed. */
public final class SlowTokens extends WordCount.TokenProcessor {

  /** The folder that it lists, in the configuration that is its payload. */
  static final String FOLDER = "test.folder";

  /** For how many milliseconds. */
  static final String MILLIS = "test.millis";

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** For Tez. */
  public SlowTokens(ProcessorContext context) {
    super(context);
  }

  @Override
  public void run() throws Exception {
    Configuration conf = TezUtils.createConfFromUserPayload(getContext().getUserPayload());
    long end = System.nanoTime() + Duration.ofMillis(conf.getLong(MILLIS, 0)).toNanos();
    Path folder = new Path(conf.get(FOLDER));
    FileSystem fs = folder.getFileSystem(conf);
    while (System.nanoTime() < end) {
      fs.listStatus(folder);
      getContext().notifyProgress();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    super.run();
  }
}
