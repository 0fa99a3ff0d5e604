package io.rolecall.mapreduce;

import io.rolecall.quickstart.Workplace;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The jars that Maven built and downloaded. */
final class HadoopJars {

  private static final Path ROOT =
      Path.of(System.getProperty("rolecall.root")).toAbsolutePath().normalize();

  /** Of the module that is tested. */
  private static final Path TARGET =
      ROOT.resolve(System.getProperty("rolecall.module", "it-tests/mapreduce")).resolve("target");

  private HadoopJars() {}

  /** What a Hadoop installation has on its class path: S3A is there, Rolecall is not. */
  static String classPath() {
    return classPath("hadoop");
  }

  /** What else the module's pom has made a class path of. */
  static String classPath(String name) {
    try {
      return Files.readString(TARGET.resolve(name + ".classpath")).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hadoop's example jobs. */
  static Path examples() {
    return Stream.of(classPath().split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith("hadoop-mapreduce-examples-"))
        .findFirst()
        .orElseThrow();
  }

  /** Rolecall's command. */
  static Path command() {
    return ROOT.resolve("bin").resolve("rolecall");
  }

  /** Rolecall, as it is released. */
  static Path plugin() {
    return new Workplace(ROOT).pluginJar();
  }
}
