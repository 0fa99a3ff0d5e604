package io.rolecall.supply.end;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The applications of a YARN cluster. */
public interface Applications extends AutoCloseable {

  /**
   * Those of a name. Takes as long as the cluster does.
   *
   * @param name an application's id, or a tag
   * @return all of that name, whosever they are; none if the cluster knows none
   * @throws IOException if the cluster cannot be asked; says why
   */
  List<Application> find(String name) throws IOException;

  /** Who asks, as the cluster names its users. */
  String user();

  /**
   * One of them.
   *
   * @param id its id
   * @param user whose it is
   * @param ended whether it has ended
   */
  record Application(String id, String user, boolean ended) {}

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
