package io.rolecall.doctor.probe;

import static org.apache.hadoop.fs.statistics.StoreStatisticNames.MULTIPART_UPLOAD_PART_PUT;

import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.statistics.IOStatistics;

/** How many parts S3A has sent of an object that is being written. */
public final class WrittenParts {

  /** The smallest part that S3 takes, in bytes; the last one may be smaller. */
  public static final int SMALLEST = 5 * 1024 * 1024;

  private WrittenParts() {}

  /**
   * Counts them.
   *
   * @param out the object's stream, open or closed
   * @return how many parts it has begun to send; 0 if it is sent as one
   */
  public static long of(FSDataOutputStream out) {
    IOStatistics statistics = out.getIOStatistics();
    return statistics == null
        ? 0
        : statistics.counters().getOrDefault(MULTIPART_UPLOAD_PART_PUT, 0L);
  }
}
