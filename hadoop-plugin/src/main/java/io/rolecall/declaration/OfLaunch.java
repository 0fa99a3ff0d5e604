package io.rolecall.declaration;

import java.io.Closeable;
import org.apache.hadoop.conf.Configurable;

/**
 * A file system that Hadoop may keep for longer than the application that it was opened for. It is
 * told when another application starts that would not have been given it.
 */
public interface OfLaunch extends Configurable, Closeable {

  /**
   * The bucket as its keys and routes name it; S3A has an access point's ARN in its place.
   *
   * @return its name
   */
  String declaredBucket();

  /**
   * Refuses all that is asked from now on: it is not for the application that runs now. Waits for
   * nobody; the file system is closed afterwards.
   */
  void endWithLaunch();
}
