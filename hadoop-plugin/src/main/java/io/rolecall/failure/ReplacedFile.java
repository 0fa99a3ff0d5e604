package io.rolecall.failure;

import java.io.IOException;

/**
 * How files are read that others replace as a whole: who opens one at that moment may find the one
 * before, which is deleted under him (HDFS), or which his machine knows no more (NFS).
 */
public final class ReplacedFile {

  private static final int TRIES = 3;

  private ReplacedFile() {}

  /**
   * Reads the whole file.
   *
   * @param <T> what is read
   */
  public interface Reading<T> {

    /**
     * Opens it and reads it.
     *
     * @return what it holds
     * @throws IOException if it cannot be read
     */
    T read() throws IOException;
  }

  /** Whether the file is there. */
  public interface Presence {

    /**
     * Looks.
     *
     * @return whether it is worth another try
     * @throws IOException if nobody can tell
     */
    boolean isThere() throws IOException;
  }

  /**
   * Reads a file, again if that fails though it is there.
   *
   * @param reading reads it
   * @param presence whether it is there
   * @param <T> what is read
   * @return what it holds
   * @throws IOException if it cannot be read: the last failure
   */
  public static <T> T read(Reading<T> reading, Presence presence) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return reading.read();
      } catch (IOException e) {
        if (tries == TRIES || !presence.isThere()) {
          throw e;
        }
      }
    }
  }
}
