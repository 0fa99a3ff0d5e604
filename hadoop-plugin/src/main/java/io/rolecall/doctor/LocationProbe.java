package io.rolecall.doctor;

import io.rolecall.route.S3Location;
import io.rolecall.s3a.RolecallFileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** Tries a location through the file system itself, as a job would. */
final class LocationProbe {

  private static final String STEP = "probe";

  private final Configuration conf;
  private final S3Location location;

  LocationProbe(Configuration conf, S3Location location) {
    this.conf = new Configuration(conf);
    this.location = location;
    // The doctor says what is wrong at once; jobs wait it out.
    for (String key :
        List.of("fs.s3a.attempts.maximum", "fs.s3a.retry.limit", "fs.s3a.retry.throttle.limit")) {
      this.conf.setInt(key, 1);
    }
  }

  List<CheckStep> check(List<Probe> probes) {
    Path path = new Path(location.toString() + (location.isBucket() ? "/" : ""));
    try (RolecallFileSystem fs = new RolecallFileSystem()) {
      fs.initialize(URI.create("s3a://" + location.bucket()), conf);
      return probes.stream().map(probe -> check(fs, path, probe)).toList();
    } catch (IOException | RuntimeException e) {
      return List.of(
          CheckStep.failed(
              STEP, location + ": the file system cannot be made: " + message(e), advice(e, null)));
    }
  }

  private CheckStep check(FileSystem fs, Path path, Probe probe) {
    try {
      return switch (probe) {
        case LIST -> list(fs, path);
        case READ -> read(fs, path);
        case WRITE -> write(fs, path);
      };
    } catch (IOException | RuntimeException e) {
      return CheckStep.failed(
          STEP, probe.word() + " " + location + ": " + message(e), advice(e, probe));
    }
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
    Path file;
    try {
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(path, true);
      file = files.hasNext() ? files.next().getPath() : null;
    } catch (FileNotFoundException e) {
      file = null;
    }
    if (file == null) {
      return CheckStep.skipped(STEP, "read " + location + ": no object is there");
    }
    try (FSDataInputStream in = fs.open(file)) {
      in.read();
    }
    return CheckStep.ok(STEP, "read " + file);
  }

  private CheckStep write(FileSystem fs, Path path) throws IOException {
    Path file = new Path(path, "rolecall-check-" + UUID.randomUUID());
    try (OutputStream out = fs.create(file, false)) {
      out.write('\n');
    }
    fs.delete(file, false);
    return CheckStep.ok(STEP, "write and delete " + file);
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
