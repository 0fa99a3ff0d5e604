package io.rolecall.doctor.probe;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Probe;
import io.rolecall.route.S3Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * Tries a location through the file system itself, as a job would. What it writes, it takes away
 * again, also where a step fails.
 */
public final class LocationProbe {

  /** The step of the report. */
  public static final String STEP = "probe";

  private final Configuration conf;
  private final S3Location location;

  private LocationProbe(Configuration conf, S3Location location) {
    this.conf = conf;
    this.location = location;
  }

  /**
   * For a command: says what is wrong at once, where a job would wait it out.
   *
   * @param conf the configuration; is not changed
   * @param location what is tried
   * @return the probe
   */
  static LocationProbe impatient(Configuration conf, S3Location location) {
    Configuration own = new Configuration(conf);
    for (String key :
        List.of("fs.s3a.attempts.maximum", "fs.s3a.retry.limit", "fs.s3a.retry.throttle.limit")) {
      own.setInt(key, 1);
    }
    return new LocationProbe(own, location);
  }

  /**
   * For a process of a job: with the job's patience.
   *
   * @param conf the job's configuration; is not changed
   * @param location what is tried
   * @return the probe
   */
  public static LocationProbe inJob(Configuration conf, S3Location location) {
    return new LocationProbe(new Configuration(conf), location);
  }

  /**
   * Tries.
   *
   * @param probes what, in order
   * @return what came of each
   */
  public List<CheckStep> check(List<Probe> probes) {
    List<CheckStep> steps = new ArrayList<>();
    try (OpenLocation open = OpenLocation.of(conf, location)) {
      boolean wasThere = probes.stream().noneMatch(Probe::writes) || open.isThere();
      for (Probe probe : probes) {
        steps.add(check(open, probe));
      }
      steps.addAll(open.leaveAsFound(wasThere));
      return steps;
    } catch (IOException | RuntimeException e) {
      return List.of(
          CheckStep.failed(
              STEP, location + ": the file system cannot be made: " + message(e), advice(e, null)));
    }
  }

  private CheckStep check(OpenLocation open, Probe probe) {
    long start = System.nanoTime();
    CheckStep step = tried(open, probe);
    return step.took(Duration.ofNanos(System.nanoTime() - start));
  }

  private CheckStep tried(OpenLocation open, Probe probe) {
    try {
      return switch (probe) {
        case LIST -> list(open.fileSystem(), open.path());
        case READ -> read(open.fileSystem(), open.path());
        case WRITE -> ok("write and delete", new WrittenFiles(open).write());
        case MULTIPART -> multipart();
        case RENAME -> ok("rename", new WrittenFiles(open).rename());
      };
    } catch (IOException | RuntimeException e) {
      return failed(probe.word(), e, advice(e, probe));
    }
  }

  private static CheckStep ok(String what, Path file) {
    return CheckStep.ok(STEP, what + " " + file);
  }

  private CheckStep multipart() throws IOException {
    try (OpenLocation open = OpenLocation.inSmallParts(conf, location)) {
      WrittenFiles files = new WrittenFiles(open);
      return files.multipart() < 2
          ? CheckStep.skipped(
              STEP,
              "write two parts to "
                  + location
                  + ": S3A writes objects as one there (fs.s3a.multipart.uploads.enabled)")
          : ok("write two parts of", files.file());
    }
  }

  private CheckStep failed(String what, Exception e, String advice) {
    return CheckStep.failed(STEP, what + " " + location + ": " + message(e), advice);
  }

  private CheckStep list(FileSystem fs, Path path) throws IOException {
    boolean any;
    try {
      any = fs.listStatusIterator(path).hasNext();
    } catch (FileNotFoundException e) {
      any = false;
    }
    return CheckStep.ok(STEP, "list " + location + (any ? "" : ": allowed, but nothing is there"));
  }

  private CheckStep read(FileSystem fs, Path path) throws IOException {
    Optional<Path> file = anyFile(fs, path);
    if (file.isEmpty()) {
      return CheckStep.skipped(STEP, "read " + location + ": no object is there");
    }
    try (FSDataInputStream in = fs.open(file.get())) {
      in.read();
    }
    return CheckStep.ok(STEP, "read " + file.get());
  }

  /**
   * Some object that has something in it, and that no probe has written: those go away.
   *
   * @param fs the file system
   * @param path where to look
   * @return the first one; empty if there is none
   * @throws IOException if it cannot be listed
   */
  public static Optional<Path> anyFile(FileSystem fs, Path path) throws IOException {
    try {
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(path, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        if (file.getLen() > 0
            && !file.getPath().toUri().getPath().contains("/" + OpenLocation.OWN)) {
          return Optional.of(file.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** The first line: what follows it repeats it for each cause. */
  private static String message(Exception e) {
    String text = e.getMessage();
    return (text == null || text.isBlank() ? e.getClass().getSimpleName() : text)
        .lines()
        .findFirst()
        .orElse("");
  }

  private String advice(Throwable failure, @Nullable Probe probe) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnknownHostException || e instanceof ConnectException) {
        return "Check fs.s3a.endpoint, fs.s3a.path.style.access, the proxy, and the network";
      }
    }
    String text = failure.toString();
    if (failure instanceof AccessDeniedException && probe != null) {
      return "The role needs "
          + probe.rights()
          + ", by its own policy, by the bucket's, and by the route's session policy if it has one";
    }
    if (text.contains("UnknownStoreException") || text.contains("NoSuchBucket")) {
      return "The bucket does not exist: check its name";
    }
    if (text.contains("Redirect") || text.contains("301")) {
      return "The bucket is in another region: set fs.s3a.bucket."
          + location.bucket()
          + ".endpoint.region";
    }
    return "Look at the message; run with --probe list alone first";
  }
}
