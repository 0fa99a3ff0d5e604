package io.rolecall.logging;

import io.rolecall.process.Once;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * {@code java.util.logging}: what the JDK's own HTTP client logs to, and the SDK's bundle where it
 * finds no Log4j 1. Levels, set again when the configuration is loaded again.
 */
final class JavaLoggingGuard {

  private static final Once LISTENS = new Once();

  /** Held here: a logger that nobody holds is forgotten, with its level. */
  private static final List<Logger> LOGGERS =
      Stream.concat(LoggerNames.ALL.stream(), LoggerNames.LEAVES.stream())
          .distinct()
          .map(Logger::getLogger)
          .toList();

  private JavaLoggingGuard() {}

  /** Sets the levels, now and whenever the configuration is loaded. */
  static void guard() {
    if (LISTENS.isFirst("listen")) {
      LogManager.getLogManager().addConfigurationListener(JavaLoggingGuard::setLevels);
    }
    setLevels();
  }

  private static void setLevels() {
    LOGGERS.forEach(JavaLoggingGuard::quieten);
    for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
      Logger logger = LogManager.getLogManager().getLogger(name);
      if (logger != null && logger.getLevel() != null && LoggerNames.isGuarded(name)) {
        quieten(logger);
      }
    }
  }

  private static void quieten(Logger logger) {
    Level level = logger.getLevel();
    if (level == null || level.intValue() < Level.INFO.intValue()) {
      try {
        logger.setLevel(Level.INFO);
      } catch (UnsupportedOperationException e) {
        // A bridge to a back end that has its own guard, or is warned of.
      }
    }
  }
}
