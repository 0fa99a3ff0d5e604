package io.rolecall.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guard where java.util.logging logs all. */
class JavaLoggingGuardTest {

  private static final Logger WIRE = Logger.getLogger("org.apache.http.wire");
  private static final Logger NAMED = Logger.getLogger("software.amazon.awssdk.named");
  private static final Logger JDK = Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");
  private static final Logger ANOTHER = Logger.getLogger("org.apache.http.wired");

  @BeforeEach
  void configure() throws IOException {
    load();
  }

  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private static void load() throws IOException {
    String text =
        """
        .level = ALL
        org.apache.http.wire.level = FINEST
        software.amazon.awssdk.named.level = FINE
        """;
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertGuarded() {
    for (Logger logger : new Logger[] {WIRE, NAMED, JDK}) {
      assertThat(logger.isLoggable(Level.FINE)).describedAs(logger.getName()).isFalse();
      assertThat(logger.isLoggable(Level.INFO)).describedAs(logger.getName()).isTrue();
    }
    assertThat(ANOTHER.isLoggable(Level.FINE)).isTrue();
  }

  @Test
  void keepsGuardedLoggersAtInfoAlsoWhereTheConfigurationNamesThem() {
    JavaLoggingGuard.guard();
    assertGuarded();
  }

  @Test
  void survivesAReload() throws IOException {
    JavaLoggingGuard.guard();
    load();
    assertGuarded();
  }
}
