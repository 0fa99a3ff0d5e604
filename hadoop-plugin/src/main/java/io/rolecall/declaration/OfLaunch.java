package io.rolecall.declaration;

import org.apache.hadoop.conf.Configurable;

/**
 * A file system that Hadoop may keep for longer than the application that it was opened for. It is
 * told when another application starts that would not have been given it.
 */
public interface OfLaunch extends Configurable {

  /**
   * The bucket as its keys and routes name it; S3A has an access point's ARN in its place.
   *
   * @return its name
   */
  String declaredBucket();

  /** Ends the file system: it is not for the application that runs now. */
  void endWithLaunch();
}
