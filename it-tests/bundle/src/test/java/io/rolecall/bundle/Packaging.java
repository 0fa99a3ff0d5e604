package io.rolecall.bundle;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the SDK comes. */
enum Packaging {
  /** As hadoop-aws has it: one jar, with its HTTP clients and logging façades relocated. */
  BUNDLE,
  /** As a set of modules, with the HTTP clients under their own names. */
  MODULES;

  private static final Path TARGET =
      Path.of(System.getProperty("rolecall.root", "."), "it-tests/bundle/target");

  /** The class path of Hadoop and the SDK. */
  String classPath() throws IOException {
    String hadoop = read("hadoop.classpath");
    return hadoop
        + File.pathSeparator
        + switch (this) {
          case BUNDLE -> System.getProperty("rolecall.bundle.jar");
          case MODULES -> read("modules.classpath");
        };
  }

  private static String read(String file) throws IOException {
    return Files.readString(TARGET.resolve(file)).trim();
  }

  /** A file or folder below this module's target folder. */
  static Path target(String name) {
    return TARGET.resolve(name).toAbsolutePath().normalize();
  }
}
