package io.rolecall.logging;

import io.rolecall.process.Once;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.log4j.Appender;
import org.apache.log4j.Category;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.Filter;
import org.apache.log4j.spi.HierarchyEventListener;
import org.apache.log4j.spi.LoggerRepository;
import org.apache.log4j.spi.LoggingEvent;

/**
 * Log4j 1, as reload4j: the first filter of each appender, those of a configuration that is loaded
 * later included; and the loggers' levels, so that nothing is formatted in vain.
 */
final class Log4j1Guard extends Filter {

  private static final Once LISTENS = new Once();

  /** Guards all appenders, and those that will be added. */
  static void guard() {
    LoggerRepository repository = LogManager.getLoggerRepository();
    if (LISTENS.isFirst("listen")) {
      repository.addHierarchyEventListener(new Appenders());
    }
    install(repository.getRootLogger());
    for (Object logger : Collections.list((Enumeration<?>) repository.getCurrentLoggers())) {
      install((Category) logger);
      quieten((Logger) logger);
    }
    LoggerNames.ALL.forEach(name -> repository.getLogger(name).setLevel(Level.INFO));
  }

  private static void quieten(Logger logger) {
    Level level = logger.getLevel();
    if (level != null
        && !level.isGreaterOrEqual(Level.INFO)
        && LoggerNames.isGuarded(logger.getName())) {
      logger.setLevel(Level.INFO);
    }
  }

  private static void install(Category logger) {
    for (Object appender : Collections.list((Enumeration<?>) logger.getAllAppenders())) {
      install((Appender) appender);
    }
  }

  private static synchronized void install(Appender appender) {
    if (appender.getFilter() instanceof Log4j1Guard) {
      return;
    }
    List<Filter> others = new ArrayList<>();
    for (Filter other = appender.getFilter(); other != null; other = other.getNext()) {
      others.add(other);
    }
    // Behind ours: one of them may accept.
    appender.clearFilters();
    appender.addFilter(new Log4j1Guard());
    for (Filter other : others) {
      other.setNext(null);
      appender.addFilter(other);
    }
  }

  @Override
  public int decide(LoggingEvent event) {
    return !event.getLevel().isGreaterOrEqual(Level.INFO)
            && LoggerNames.isGuarded(event.getLoggerName())
        ? DENY
        : NEUTRAL;
  }

  /** Sees an appender when it is added: its own filters are there, no event has been yet. */
  private static final class Appenders implements HierarchyEventListener {

    @Override
    public void addAppenderEvent(Category logger, Appender appender) {
      install(appender);
    }

    @Override
    public void removeAppenderEvent(Category logger, Appender appender) {
      // Nothing to undo.
    }
  }
}
