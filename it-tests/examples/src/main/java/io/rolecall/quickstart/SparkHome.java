package io.rolecall.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Spark home of links to the jars that Maven has: all that spark-submit and workers look for. */
public record SparkHome(Path path) {

  /**
   * Makes one.
   *
   * @param path where; is made if it is not there
   * @param classpath Spark's jars, separated as on a class path
   * @return the home
   * @throws IOException if links cannot be made
   */
  public static SparkHome create(Path path, String classpath) throws IOException {
    Path jars = Files.createDirectories(path.resolve("jars"));
    for (String jar : classpath.trim().split(File.pathSeparator)) {
      Path source = Path.of(jar);
      Path link = jars.resolve(source.getFileName());
      try {
        Files.createSymbolicLink(link, source);
      } catch (FileAlreadyExistsException e) {
        // of an earlier run, or of one that starts at the same time
      }
    }
    return new SparkHome(path);
  }

  /** The class path entry of all its jars. */
  String jars() {
    return path.resolve("jars") + File.separator + "*";
  }
}
