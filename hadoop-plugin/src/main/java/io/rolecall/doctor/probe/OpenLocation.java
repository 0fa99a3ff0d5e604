package io.rolecall.doctor.probe;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.failure.FileFailure;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.route.S3Location;
import io.rolecall.s3a.DirectoryMarkers;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.s3a.SignedQuestion;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A location with a file system of its own, for somebody who looks at its sessions while using it,
 * or who leaves it as he has found it.
 */
public final class OpenLocation implements Closeable {

  /** What the names of objects begin with that are written only to see whether that works. */
  static final String OWN = "rolecall-check-";

  private final RolecallFileSystem fs;
  private final S3Location location;
  private final Path path;

  private OpenLocation(RolecallFileSystem fs, S3Location location) {
    this.fs = fs;
    this.location = location;
    this.path = new Path(location + (location.isBucket() ? "/" : ""));
  }

  /**
   * Opens one as jobs do: its file system has what those have that Hadoop keeps.
   *
   * @param conf the job's configuration; is not changed
   * @param location the location
   * @return to be closed
   * @throws IOException if there is no route, or no session for it
   */
  public static OpenLocation of(Configuration conf, S3Location location) throws IOException {
    return open(new RolecallFileSystem(), new Configuration(conf), location);
  }

  /**
   * Opens one that writes in parts as early as S3 allows. Everybody may set the keys for that, but
   * for a file system that Hadoop keeps they are as they were launched; so this one is for its
   * holder alone.
   *
   * @param conf the job's configuration; is not changed
   * @param location the location
   * @return to be closed
   * @throws IOException if there is no route, or no session for it
   */
  public static OpenLocation inSmallParts(Configuration conf, S3Location location)
      throws IOException {
    Configuration own = new Configuration(conf);
    // A bucket's own keys go before those of all.
    for (String of : List.of("fs.s3a.", "fs.s3a.bucket." + location.bucket() + ".")) {
      own.setInt(of + "multipart.size", WrittenParts.SMALLEST);
      own.setInt(of + "multipart.threshold", WrittenParts.SMALLEST);
    }
    return open(RolecallFileSystem.forOneHolder(), own, location);
  }

  private static OpenLocation open(RolecallFileSystem fs, Configuration own, S3Location location)
      throws IOException {
    fs.initialize(URI.create("s3a://" + location.bucket()), own);
    return new OpenLocation(fs, location);
  }

  /**
   * Its file system.
   *
   * @return the file system, which closes with this
   */
  public FileSystem fileSystem() {
    return fs;
  }

  /**
   * Where it is.
   *
   * @return the path
   */
  public Path path() {
    return path;
  }

  /**
   * A name for something that is written only to see whether that works.
   *
   * @return a path directly below it that nobody else has
   */
  public Path newFile() {
    return new Path(path, OWN + UUID.randomUUID());
  }

  /**
   * What the sessions of its route have been through in this process.
   *
   * @return a snapshot
   */
  public SessionStatistics sessions() {
    return fs.sessions(path);
  }

  /**
   * A question to STS who its requests come from, signed as they are.
   *
   * @param sts the STS that the route's sessions are from
   * @param region its signing region
   * @return the question
   */
  public SignedQuestion whoAsks(URI sts, String region) {
    return fs.whoAsks(path, sts, region);
  }

  /**
   * Whether anything is here, for who wants to leave it so.
   *
   * @return whether there is an object of this name or below it; true also if that cannot be
   *     determined
   */
  public boolean isThere() {
    try {
      return path.isRoot() || fs.exists(path);
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  /**
   * Takes away what S3A leaves where nothing was and something has been deleted: an empty object
   * that stands for a directory. Nothing happens as long as anything else is below it.
   *
   * @param wasThere whether anything was here before
   * @return a warning if it stays; else nothing
   */
  public List<CheckStep> leaveAsFound(boolean wasThere) {
    try {
      if (!wasThere && isEmptyDirectory()) {
        DirectoryMarkers.delete(fs, path);
      }
      return List.of();
    } catch (IOException | RuntimeException e) {
      return List.of(
          CheckStep.warning(
              LocationProbe.STEP,
              location + ": the directory that S3A made here stays: " + FileFailure.reason(e),
              "Delete the empty object " + location + "/"));
    }
  }

  private boolean isEmptyDirectory() throws IOException {
    try {
      return fs.getFileStatus(path).isDirectory() && !fs.listStatusIterator(path).hasNext();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    fs.close();
  }
}
