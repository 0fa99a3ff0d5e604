package io.rolecall.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is logged with: everything, into one file, each event with the name of its logger. */
enum BackEnd {
  /** As Spark ships it: Log4j 2, with bridges from SLF4J, Log4j 1 and commons-logging. */
  LOG4J2(
      "log4j2.properties",
      "log4j2.configurationFile",
      """
      appender.file.type = File
      appender.file.name = file
      appender.file.fileName = %s
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = @@ %%p %%c - %%m%%n%%throwable
      rootLogger.level = all
      rootLogger.appenderRef.file.ref = file
      # As somebody would who looks for a fault.
      logger.wire.name = org.apache.http.wire
      logger.wire.level = trace
      logger.bundle.name = software.amazon.awssdk.thirdparty.org.apache.http.wire
      logger.bundle.level = trace
      """),
  /** As Hadoop ships it: reload4j, with SLF4J's binding and commons-logging. */
  RELOAD4J(
      "log4j.properties",
      "log4j.configuration",
      """
      log4j.rootLogger = ALL, file
      log4j.logger.org.apache.http.wire = TRACE
      log4j.logger.software.amazon.awssdk.thirdparty.org.apache.http.wire = TRACE
      log4j.appender.file = org.apache.log4j.FileAppender
      log4j.appender.file.File = %s
      log4j.appender.file.layout = org.apache.log4j.PatternLayout
      log4j.appender.file.layout.ConversionPattern = @@ %%p %%c - %%m%%n
      """);

  private final String file;
  private final String property;
  private final String configuration;

  BackEnd(String file, String property, String configuration) {
    this.file = file;
    this.property = property;
    this.configuration = configuration;
  }

  /** Its jars. */
  String classPath() {
    return Packaging.target(name().toLowerCase(java.util.Locale.ROOT)) + "/*";
  }

  /** Options of a JVM that logs to the files {@code log} and {@code jul} of a folder. */
  List<String> options(Path folder) throws IOException {
    Path written = folder.resolve(file);
    Files.writeString(written, configuration.formatted(folder.resolve("log")));
    Path jul = folder.resolve("logging.properties");
    Files.writeString(
        jul,
        """
        .level = ALL
        handlers = java.util.logging.FileHandler
        java.util.logging.FileHandler.level = ALL
        java.util.logging.FileHandler.append = true
        java.util.logging.FileHandler.pattern = %s
        java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
        java.util.logging.SimpleFormatter.format = @@ %%4$s %%3$s - %%5$s%%6$s%%n
        """
            .formatted(folder.resolve("jul")));
    return List.of(
        "-D" + property + "=" + written.toUri(), "-Djava.util.logging.config.file=" + jul);
  }
}
