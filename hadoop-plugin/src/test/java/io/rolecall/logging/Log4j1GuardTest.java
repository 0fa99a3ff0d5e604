package io.rolecall.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.PropertyConfigurator;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.varia.LevelMatchFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guard where reload4j logs all. */
class Log4j1GuardTest {

  private static final Logger WIRE = Logger.getLogger("org.apache.http.wire");
  private static final Logger BUNDLE =
      Logger.getLogger("software.amazon.awssdk.thirdparty.org.apache.http.wire");
  private static final Logger ANOTHER = Logger.getLogger("org.apache.http.wired");

  /** Read by the appender, which a configuration makes. */
  private static final List<String> LINES = new ArrayList<>();

  /** Records; public, with such a constructor, as a configuration wants it. */
  public static final class Recorder extends AppenderSkeleton {

    /** As a configuration makes it. */
    public Recorder() {}

    @Override
    protected void append(LoggingEvent event) {
      LINES.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getRenderedMessage());
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public boolean requiresLayout() {
      return false;
    }
  }

  @BeforeEach
  void configure() {
    LINES.clear();
    load();
  }

  @AfterEach
  void forget() {
    Logger.getLogger("org.apache.http").removeAllAppenders();
    Logger.getLogger("software.amazon").removeAllAppenders();
    for (String name : List.of("org.apache.http", "software.amazon", WIRE.getName())) {
      Logger.getLogger(name).setLevel(null);
      Logger.getLogger(name).setAdditivity(true);
    }
  }

  /** As a reload does it. */
  private static void load() {
    Properties properties = new Properties();
    String recorder = Recorder.class.getName();
    for (String name : List.of("org.apache.http", "software.amazon")) {
      properties.setProperty("log4j.logger." + name, "ALL, " + name.replace('.', '-'));
      properties.setProperty("log4j.additivity." + name, "false");
      properties.setProperty("log4j.appender." + name.replace('.', '-'), recorder);
    }
    properties.setProperty("log4j.logger." + WIRE.getName(), "TRACE");
    // So that nothing is left of the guard's levels.
    LoggerNames.ALL.forEach(name -> properties.putIfAbsent("log4j.logger." + name, "INHERITED"));
    PropertyConfigurator.configure(properties);
  }

  private static List<String> logged() {
    WIRE.debug("secret");
    WIRE.trace("secret");
    WIRE.info("harmless");
    BUNDLE.debug("secret");
    ANOTHER.debug("another");
    return List.copyOf(LINES);
  }

  private static final List<String> GUARDED =
      List.of("INFO org.apache.http.wire harmless", "DEBUG org.apache.http.wired another");

  @Test
  void keepsGuardedLoggersAtInfoAlsoWhereTheConfigurationNamesThem() {
    Log4j1Guard.guard();
    assertThat(logged()).isEqualTo(GUARDED);
    assertThat(WIRE.isDebugEnabled()).isFalse();
    assertThat(BUNDLE.isDebugEnabled()).isFalse();
  }

  @Test
  void survivesAReload() {
    Log4j1Guard.guard();
    load();
    assertThat(WIRE.isTraceEnabled()).describedAs("the configuration was loaded").isTrue();
    assertThat(logged()).isEqualTo(GUARDED);
  }

  @Test
  void isAskedBeforeFiltersThatAccept() {
    Recorder recorder = new Recorder();
    LevelMatchFilter accepts = new LevelMatchFilter();
    accepts.setLevelToMatch("DEBUG");
    LevelMatchFilter denies = new LevelMatchFilter();
    denies.setLevelToMatch("INFO");
    denies.setAcceptOnMatch(false);
    recorder.addFilter(accepts);
    recorder.addFilter(denies);
    WIRE.removeAllAppenders();
    Log4j1Guard.guard();
    WIRE.setLevel(Level.ALL);
    WIRE.setAdditivity(false);
    WIRE.addAppender(recorder);
    WIRE.debug("secret");
    WIRE.info("denied by the last of them");
    WIRE.warn("harmless");
    assertThat(LINES).containsExactly("WARN org.apache.http.wire harmless");
    WIRE.removeAppender(recorder);
  }
}
