package io.rolecall.logging;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.CompositeFilter;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;
import org.apache.logging.log4j.message.Message;

/**
 * Log4j 2: the first filter of a configuration. Unlike a level, it also holds for loggers that the
 * configuration names, for levels that are set later, and against a filter that accepts. A
 * configuration that is loaded again is a new one; the context tells, and it gets the filter too.
 *
 * <p>It is compiled against Log4j 2, since it is asked for each event: linked only where that is.
 */
final class Log4j2Guard extends AbstractFilter {

  private static final String KEY = Log4j2Guard.class.getName();

  /** Guards every context that exists. */
  static void guard() {
    // Another factory, such as the bridge to SLF4J, has nothing of Log4j 2's core behind it.
    if (LogManager.getFactory() instanceof Log4jContextFactory factory) {
      factory.getSelector().getLoggerContexts().forEach(Log4j2Guard::guard);
    }
  }

  static void guard(LoggerContext context) {
    if (context.putObjectIfAbsent(KEY, KEY) == null) {
      context.addPropertyChangeListener(
          change -> {
            if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
              install(context);
            }
          });
    }
    install(context);
  }

  private static synchronized void install(LoggerContext context) {
    Configuration configuration = context.getConfiguration();
    Filter before = configuration.getFilter();
    Filter[] others =
        before instanceof CompositeFilter several
            ? several.getFiltersArray()
            : before == null ? new Filter[0] : new Filter[] {before};
    if (others.length > 0 && others[0] instanceof Log4j2Guard) {
      return;
    }
    configuration.addFilter(new Log4j2Guard());
    for (Filter other : others) {
      // Behind ours: one of them may accept.
      configuration.removeFilter(other);
      configuration.addFilter(other);
    }
    context.updateLoggers();
  }

  private static Result decide(String logger, Level level) {
    return level.intLevel() > Level.INFO.intLevel() && LoggerNames.isGuarded(logger)
        ? Result.DENY
        : Result.NEUTRAL;
  }

  @Override
  public Result filter(LogEvent event) {
    return decide(event.getLoggerName(), event.getLevel());
  }

  @Override
  public Result filter(Logger logger, Level level, Marker marker, Message msg, Throwable t) {
    return decide(logger.getName(), level);
  }

  @Override
  public Result filter(Logger logger, Level level, Marker marker, Object msg, Throwable t) {
    return decide(logger.getName(), level);
  }

  @Override
  public Result filter(Logger logger, Level level, Marker marker, String msg, Object... params) {
    return decide(logger.getName(), level);
  }
}
