package io.rolecall.bundle;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

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

  /** The loggers that print secrets, found by experiment. */
  Set<String> secretLoggers() {
    return Set.of(
        http("org.apache.http.headers"),
        http("org.apache.http.wire"),
        http("io.netty.handler.logging.LoggingHandler"),
        "software.amazon.awssdk.auth.signer.Aws4Signer",
        "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner");
  }

  /** Those that do so with every back end. The bundle's SLF4J finds no back end of SLF4J 2. */
  Set<String> alwaysLoud() {
    return Set.of(http("org.apache.http.wire"), http("org.apache.http.headers"));
  }

  private String http(String logger) {
    return this == BUNDLE ? "software.amazon.awssdk.thirdparty." + logger : logger;
  }

  private static String read(String file) throws IOException {
    return Files.readString(TARGET.resolve(file)).trim();
  }

  /** A file or folder below this module's target folder. */
  static Path target(String name) {
    return TARGET.resolve(name).toAbsolutePath().normalize();
  }
}
