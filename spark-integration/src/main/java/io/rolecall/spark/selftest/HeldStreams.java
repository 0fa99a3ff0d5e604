package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.probe.LocationProbe;
import io.rolecall.doctor.probe.OpenLocation;
import io.rolecall.doctor.probe.WrittenParts;
import io.rolecall.process.InterruptFlag;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Keeps streams open on an executor until the sessions behind them were renewed. */
final class HeldStreams {

  /** The step of the report. */
  static final String STEP = "renewal";

  private static final Duration BETWEEN = Duration.ofMillis(500);

  /**
   * The result.
   *
   * @param what which streams were open
   * @param renewals how many sessions replaced earlier ones meanwhile
   * @param requests how many requests were made meanwhile
   * @param failure why one failed; null if none did
   */
  record Result(String what, long renewals, long requests, @Nullable String failure)
      implements Serializable {}

  private final S3Location location;
  private final boolean write;
  private String what = "no stream, because no object is there";
  private long requests;

  HeldStreams(String place, boolean write) {
    this.location = S3Location.parse(place);
    this.write = write;
  }

  /** Whether anything is at a place. */
  static boolean isThere(Configuration conf, String place) {
    try (OpenLocation open = OpenLocation.of(conf, S3Location.parse(place))) {
      return open.isThere();
    } catch (IOException e) {
      return true;
    }
  }

  /** Leaves a place as it was when nothing was there; a warning if it cannot. */
  static ArrayList<CheckStep> leaveNothing(Configuration conf, String place) {
    try (OpenLocation open = OpenLocation.of(conf, S3Location.parse(place))) {
      return new ArrayList<>(open.leaveAsFound(false));
    } catch (IOException e) {
      return new ArrayList<>(
          List.of(
              CheckStep.warning(
                  STEP,
                  place + ": a directory that S3A made here may stay: " + Words.of(e),
                  "Delete the empty object " + place + "/")));
    }
  }

  /** Keeps the streams open until there were as many renewals as wanted, or the time is over. */
  Result hold(Duration time, int wanted) {
    try (OpenLocation open = OpenLocation.inSmallParts(JobConf.here(), location)) {
      FileSystem fs = open.fileSystem();
      Optional<Path> file = LocationProbe.anyFile(fs, open.path());
      long before = open.sessions().renewals();
      try (FSDataInputStream in = file.isPresent() ? fs.open(file.get()) : null) {
        if (in != null) {
          in.read();
          what = "an open stream";
        }
        if (write) {
          String alone = in == null ? "" : what + " and ";
          what = alone + "an open upload";
          if (!whileWriting(open, in, before, time, wanted)) {
            what = alone + "no open upload, because S3A writes objects as one there";
          }
        } else {
          use(open, in, before, time, wanted);
        }
      }
      return new Result(what, open.sessions().renewals() - before, requests, null);
    } catch (IOException | RuntimeException e) {
      return new Result(what, 0, requests, Words.of(e));
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      return new Result(what, 0, requests, "interrupted");
    }
  }

  /**
   * A part is sent at once, and others when the upload ends.
   *
   * @return whether that is how it was; false if S3A has sent the object as one, at the end
   */
  private boolean whileWriting(
      OpenLocation open, @Nullable FSDataInputStream in, long before, Duration time, int wanted)
      throws IOException, InterruptedException {
    FileSystem fs = open.fileSystem();
    Path upload = open.newFile();
    FSDataOutputStream out = fs.create(upload, false);
    try {
      out.write(new byte[WrittenParts.SMALLEST + 1]);
      use(open, in, before, time, wanted);
      long first = WrittenParts.of(out);
      out.write(new byte[WrittenParts.SMALLEST]);
      out.close();
      return first > 0 && WrittenParts.of(out) > first;
    } catch (IOException | RuntimeException | InterruptedException e) {
      out.abort();
      throw e;
    } finally {
      fs.delete(upload, false);
    }
  }

  private void use(
      OpenLocation open, @Nullable FSDataInputStream in, long before, Duration time, int wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end && open.sessions().renewals() - before < wanted) {
      Thread.sleep(BETWEEN.toMillis());
      // A stream may answer from what it has; this asks the store, and keeps the session in use.
      LocationProbe.anyFile(open.fileSystem(), open.path());
      requests++;
      if (in != null) {
        in.seek(0);
        in.read();
        in.unbuffer();
      }
    }
  }
}
