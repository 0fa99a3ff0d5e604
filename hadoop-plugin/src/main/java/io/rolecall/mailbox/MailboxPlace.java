package io.rolecall.mailbox;

import java.net.URI;

/**
 * Where mailboxes can be: where a file is replaced in one step, and a folder is its owner's alone.
 * HDFS does so by {@code FileContext.rename}, a disk by the system's own rename. Hadoop's other
 * file systems delete the old file first, or copy.
 */
public final class MailboxPlace {

  static final String HDFS = "hdfs";
  static final String DISK = "file";

  private MailboxPlace() {}

  /**
   * Checks that a URI is of such a place.
   *
   * @param uri the URI of a folder
   * @return the URI
   * @throws IllegalArgumentException if it is not; says what was expected
   */
  public static URI check(URI uri) {
    boolean hdfs = HDFS.equals(uri.getScheme());
    boolean disk = DISK.equals(uri.getScheme()) && uri.getRawAuthority() == null;
    String path = uri.getPath();
    if (!(hdfs || disk)
        || path == null
        || !path.startsWith("/")
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "expected a folder on HDFS or on a disk that all machines share: hdfs://HOST/PATH,"
              + " hdfs:///PATH or file:///PATH");
    }
    return uri;
  }

  /**
   * Whether it is on a disk, where the system's users count and not Hadoop's.
   *
   * @param uri the URI of such a place
   * @return false on HDFS
   */
  public static boolean isOnDisk(URI uri) {
    return DISK.equals(uri.getScheme());
  }
}
