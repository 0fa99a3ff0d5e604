package io.rolecall.doctor;

import io.rolecall.renewal.SessionStatistics;
import io.rolecall.route.S3Location;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.s3a.SignedQuestion;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A location with a file system of its own, for somebody who looks at its sessions while using it.
 */
public final class OpenLocation implements Closeable {

  private final RolecallFileSystem fs;
  private final Path path;

  private OpenLocation(RolecallFileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
  }

  /**
   * Opens one.
   *
   * @param conf the job's configuration; is not changed
   * @param location the location
   * @return to be closed
   * @throws IOException if there is no route, or no session for it
   */
  public static OpenLocation of(Configuration conf, S3Location location) throws IOException {
    RolecallFileSystem fs = new RolecallFileSystem();
    fs.initialize(URI.create("s3a://" + location.bucket()), new Configuration(conf));
    return new OpenLocation(fs, new Path(location + (location.isBucket() ? "/" : "")));
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

  @Override
  public void close() throws IOException {
    fs.close();
  }
}
