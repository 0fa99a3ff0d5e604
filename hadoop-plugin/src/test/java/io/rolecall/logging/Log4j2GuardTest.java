package io.rolecall.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.filter.ThresholdFilter;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard in contexts of Log4j 2 that log all. */
class Log4j2GuardTest {

  private static final String WIRE = "org.apache.http.wire";
  private static final String LOUD =
      """
      rootLogger.level = all
      logger.wire.name = org.apache.http.wire
      logger.wire.level = trace
      """;

  @TempDir private Path folder;
  private final StringWriter log = new StringWriter();
  private LoggerContext context;

  @BeforeEach
  void start() throws IOException {
    context = start(LOUD);
  }

  private LoggerContext start(String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("log4j2.properties"), configuration);
    LoggerContext started = new LoggerContext("test", null, file.toUri());
    started.start();
    record(started);
    return started;
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** Writes the present configuration's events to {@link #log}. */
  private void record(LoggerContext of) {
    Configuration configuration = of.getConfiguration();
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName("test")
            .setTarget(log)
            .setLayout(PatternLayout.newBuilder().withPattern("%p %c %m%n").build())
            .build();
    appender.start();
    configuration.getRootLogger().addAppender(appender, null, null);
    of.updateLoggers();
  }

  private List<String> logged() {
    context.getLogger(WIRE).trace("secret {}", 1);
    context.getLogger(WIRE).debug("secret");
    context.getLogger(WIRE).info("harmless");
    context.getLogger("software.amazon.awssdk.thirdparty.org.apache.http.wire").debug("secret");
    context.getLogger("org.apache.http.wired").debug("another");
    return log.toString().lines().toList();
  }

  private static final List<String> GUARDED =
      List.of("INFO org.apache.http.wire harmless", "DEBUG org.apache.http.wired another");

  @Test
  void showsAllWithoutTheGuard() {
    assertThat(logged()).hasSize(5);
  }

  @Test
  void keepsGuardedLoggersAtInfoAlsoWhereTheConfigurationNamesThem() {
    Log4j2Guard.guard(context);
    assertThat(logged()).isEqualTo(GUARDED);
    assertThat(context.getLogger(WIRE).isDebugEnabled()).isFalse();
  }

  @Test
  void survivesAReload() {
    Log4j2Guard.guard(context);
    Configuration before = context.getConfiguration();
    context.reconfigure();
    assertThat(context.getConfiguration()).isNotSameAs(before);
    record(context);
    assertThat(logged()).isEqualTo(GUARDED);
  }

  @Test
  void survivesAConfigurationThatIsSet() throws IOException {
    Log4j2Guard.guard(context);
    LoggerContext other = start(LOUD);
    context.setConfiguration(other.getConfiguration());
    assertThat(logged()).isEqualTo(GUARDED);
    other.stop();
  }

  @Test
  void survivesALevelThatIsSetLater() {
    Log4j2Guard.guard(context);
    context.getConfiguration().getLoggerConfig(WIRE).setLevel(Level.ALL);
    context.updateLoggers();
    assertThat(logged()).isEqualTo(GUARDED);
  }

  @Test
  void isAskedBeforeFiltersThatAccept() throws IOException {
    context.stop();
    context =
        start(
            """
            rootLogger.level = all
            filter.all.type = ThresholdFilter
            filter.all.level = trace
            """);
    Log4j2Guard.guard(context);
    assertThat(logged()).isEqualTo(GUARDED);
    assertThat(context.getConfiguration().getFilter().toString()).contains("TRACE");
  }

  @Test
  void keepsTheOrderOfSeveralFilters() {
    Filter first =
        ThresholdFilter.createFilter(Level.FATAL, Filter.Result.ACCEPT, Filter.Result.NEUTRAL);
    Filter second =
        ThresholdFilter.createFilter(Level.TRACE, Filter.Result.ACCEPT, Filter.Result.DENY);
    context.getConfiguration().addFilter(first);
    context.getConfiguration().addFilter(second);
    Log4j2Guard.guard(context);
    Log4j2Guard.guard(context);
    assertThat(filters()).hasSize(3).endsWith(first, second);
    assertThat(logged()).isEqualTo(GUARDED);
  }

  private List<Filter> filters() {
    return Arrays.asList(
        ((org.apache.logging.log4j.core.filter.CompositeFilter)
                context.getConfiguration().getFilter())
            .getFiltersArray());
  }

  @Test
  void guardsEveryContextThatExists() throws IOException {
    Path file = Files.writeString(folder.resolve("log4j2.properties"), LOUD);
    try (LoggerContext ofALoader =
        Configurator.initialize("test", new ClassLoader(null) {}, file.toUri())) {
      Log4j2Guard.guard();
      assertThat(ofALoader.getLogger(WIRE).isDebugEnabled()).isFalse();
      assertThat(ofALoader.getLogger("org.apache.hadoop").isTraceEnabled()).isTrue();
    }
  }
}
