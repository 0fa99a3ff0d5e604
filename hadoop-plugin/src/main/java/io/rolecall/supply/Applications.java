package io.rolecall.supply;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The applications of a YARN cluster. */
interface Applications extends AutoCloseable {

  /**
   * Those of a name. Takes as long as the cluster does.
   *
   * @param name an application's id, or a tag
   * @return their ids, each with whether it has ended; none if the cluster knows none
   * @throws IOException if the cluster cannot be asked; says why
   */
  Map<String, Boolean> find(String name) throws IOException;

  @Override
  void close();

  /** Finds the cluster. */
  interface Cluster {

    /**
     * Opens a way to it.
     *
     * @throws IOException if there is none; says why
     */
    Applications open() throws IOException;

    /** How long it is left alone between two looks. */
    default Duration pause() {
      return Duration.ofSeconds(10);
    }
  }
}
